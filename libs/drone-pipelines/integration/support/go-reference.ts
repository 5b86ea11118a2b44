import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface GoReference extends AsyncDisposable {
  /** Asks the Go libraries; an error of theirs is part of the answer. */
  ask(question: Readonly<Record<string, unknown>>): Promise<{ value: unknown; error?: string }>;
}

/** Whether the Go toolchain is here, without which there is nothing to compare with. */
export async function hasGo(): Promise<boolean> {
  return run('go', ['version']).then(
    () => true,
    () => false,
  );
}

/** Builds and starts `go-reference`: the Go libraries of Drone's server and runners, one JSON line a question. */
export async function startGoReference(): Promise<GoReference> {
  const folder = await mkdtemp(join(tmpdir(), 'go-reference-'));
  const program = join(folder, 'reference');
  await run('go', ['build', '-buildvcs=false', '-o', program, '.'], {
    cwd: join(import.meta.dirname, '..', 'go-reference'),
  });
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line));
  return {
    ask: (question) =>
      new Promise((resolve) => {
        waiting.push((line) => {
          resolve(JSON.parse(line) as { value: unknown; error?: string });
        });
        child.stdin.write(`${JSON.stringify(question)}\n`);
      }),
    [Symbol.asyncDispose]: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
