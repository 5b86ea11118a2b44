import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { findGameMaster } from '../environment/find-game-master.ts';
import { InterruptedError } from '../run/explain-error.ts';
import { exitCodes, type Verb } from './verb.ts';

export const kubeconfig: Verb = {
  name: 'kubeconfig',
  summary: 'Reach the Kubernetes API of the game master, through SSH, while this runs',
  argument: '[command...]',
  examples: [
    [
      'npx hunt kubeconfig -- kubectl get pods -A',
      'one command with KUBECONFIG set; its exit code is the exit code',
    ],
    ['npx hunt kubeconfig', 'prints the path for another terminal, and keeps the way open until Ctrl-C'],
  ],
  async run(session, _options, [program, ...args]) {
    const { signal, json, reporter, write } = session;
    const { address, run } = await findGameMaster(session);
    const api = await run.context.cluster.open(address);
    if (program !== undefined) return runWith(api.kubeconfig, program, args, signal);
    if (json) {
      reporter.emit({
        event: 'outputs',
        step: 'kubeconfig',
        outputs: { path: api.kubeconfig, url: api.url },
      });
    } else {
      write(`export KUBECONFIG=${api.kubeconfig}\n`);
      write('The way to the API is open until Ctrl-C; then this file is gone, too.\n');
    }
    // Ctrl-C is how this is meant to end.
    if (!signal.aborted) await once(signal, 'abort');
    return exitCodes.ok;
  },
};

async function runWith(path: string, program: string, args: string[], signal: AbortSignal): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, KUBECONFIG: path } });
  // Ctrl-C reaches both of us from the terminal, and what it means to the program is the program's affair.
  const end = () =>
    signal.reason instanceof InterruptedError && signal.reason.signal === 'SIGTERM' && child.kill();
  signal.addEventListener('abort', end, { once: true });
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? exitCodes.error;
  } catch (cause) {
    throw new Error(`${program} could not be started; is it installed?`, { cause });
  } finally {
    signal.removeEventListener('abort', end);
  }
}
