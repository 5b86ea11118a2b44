import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildGoModule, makeOnce, type Recipe } from '@wescale/build-cache';

const before = { XDG_CACHE_HOME: process.env['XDG_CACHE_HOME'], GOCACHE: process.env['GOCACHE'] };
let cache = '';

beforeAll(async () => {
  cache = await mkdtemp(join(tmpdir(), 'build-cache-'));
  process.env['XDG_CACHE_HOME'] = cache;
  // Go's own cache of compiled packages stays where it was.
  process.env['GOCACHE'] ??= join(before.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'go-build');
});

afterAll(async () => {
  for (const [name, value] of Object.entries(before))
    if (value === undefined) Reflect.deleteProperty(process.env, name);
    else process.env[name] = value;
  await rm(cache, { recursive: true });
});

const recipe = (name: string, make: Recipe['make'], ...inputs: unknown[]): Recipe => ({
  kind: 'examples',
  name,
  inputs,
  announcement: `making ${name}`,
  make,
});
/** Drafts in the cache of this test. */
const draftsLeft = async (): Promise<string[]> =>
  (await readdir(join(cache, 'abhra-shambhala/examples'))).filter((name) => name.endsWith('.draft'));
const quiet = { onProgress: () => undefined };

test('two that want it at once get the same, made once; another input makes another', async () => {
  let made = 0;
  const write = async (draft: string): Promise<void> => {
    made += 1;
    await writeFile(join(draft, 'content'), `${made}`);
  };
  const said: string[] = [];
  const options = { onProgress: (message: string) => said.push(message) };
  const [one, two] = await Promise.all([
    makeOnce(recipe('twice', write, 1), options),
    makeOnce(recipe('twice', write, 1), options),
  ]);
  expect(one).toBe(two);
  expect(await readFile(join(one, 'content'), 'utf8')).toBe('1');
  expect(said).toContain('making twice, once on this machine');
  said.length = 0;
  await makeOnce(recipe('twice', write, 1), options);
  expect([made, said]).toEqual([1, []]);
  expect(await makeOnce(recipe('twice', write, 2), options)).not.toBe(one);
  expect(made).toBe(2);
});

test('what fails leaves nothing, and is tried again', async () => {
  const fail = async (draft: string): Promise<void> => {
    await writeFile(join(draft, 'half'), '');
    throw new Error('no luck');
  };
  await expect(makeOnce(recipe('failing', fail), quiet)).rejects.toThrow('no luck');
  expect(await draftsLeft()).toEqual([]);
  const folder = await makeOnce(
    recipe('failing', async () => undefined),
    quiet,
  );
  expect(existsSync(folder)).toBe(true);
});

test('who is asked to stop while another makes it, stops waiting', async () => {
  const stop = new AbortController();
  let finish = (): void => undefined;
  let started = (): void => undefined;
  const isStarted = new Promise<void>((resolve) => (started = resolve));
  const slow = async (): Promise<void> => {
    started();
    await new Promise<void>((resolve) => (finish = resolve));
  };
  const first = makeOnce(recipe('slow', slow), quiet);
  await isStarted;
  const second = makeOnce(recipe('slow', slow), { ...quiet, signal: stop.signal });
  stop.abort(new Error('enough'));
  await expect(second).rejects.toThrow('enough');
  finish();
  expect(existsSync(await first)).toBe(true);
});

test('who is killed while making it holds up nobody and leaves nothing', async () => {
  const script = `
    import { writeFileSync } from 'node:fs';
    import { makeOnce } from '@wescale/build-cache';
    const make = async (draft) => { writeFileSync(draft + '/half', ''); process.stdout.write('making'); await new Promise((later) => setTimeout(later, 1e6)); };
    await makeOnce({ kind: 'examples', name: 'killed', inputs: [], announcement: 'making', make }, { onProgress() {} });`;
  const killed = spawn(
    process.execPath,
    ['--conditions=@wescale/source', '--input-type=module', '-e', script],
    {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await once(killed.stdout, 'data');
  killed.kill('SIGKILL');
  expect(await draftsLeft()).toEqual(['killed.draft']);
  const make = async (draft: string): Promise<void> => {
    expect(await readdir(draft)).toEqual([]);
  };
  expect(existsSync(await makeOnce(recipe('killed', make), quiet))).toBe(true);
  expect(await draftsLeft()).toEqual([]);
});

test('a Go module is built with the values given, and again when a source changes', async () => {
  const directory = await mkdtemp(join(cache, 'module-'));
  await writeFile(join(directory, 'go.mod'), 'module example.test/hello\n\ngo 1.21\n');
  const source = (greeting: string): string =>
    `package main\n\nvar who = "nobody"\n\nfunc main() { println("${greeting} " + who) }\n`;
  await writeFile(join(directory, 'main.go'), source('hello'));
  const build = (who: string): Promise<string> =>
    buildGoModule(
      {
        name: 'hello',
        version: 'v1',
        directory,
        announcement: 'building',
        linkedValues: { 'main.who': who },
      },
      quiet,
    );
  const run = async (program: string): Promise<string> => {
    const child = spawn(program, { stdio: ['ignore', 'inherit', 'pipe'] });
    return text(child.stderr);
  };
  const first = await build('you');
  expect(await run(first)).toBe('hello you\n');
  expect(await build('you')).toBe(first);
  expect(await run(await build('me'))).toBe('hello me\n');
  await writeFile(join(directory, 'main.go'), source('good day'));
  expect(await run(await build('you'))).toBe('good day you\n');
  await writeFile(join(directory, 'main.go'), 'package main\nfunc main() { nothing() }\n');
  await expect(build('you')).rejects.toThrow(/undefined: nothing/);
});

test('without Go it says where to get it', async () => {
  const path = process.env['PATH'];
  const directory = await mkdtemp(join(cache, 'module-'));
  const bin = await mkdtemp(join(cache, 'bin-'));
  try {
    for (const name of ['setpriv', 'flock', 'sh', 'cat']) await symlink(`/usr/bin/${name}`, join(bin, name));
    process.env['PATH'] = bin;
    const module = { name: 'hello', version: 'v1', directory, announcement: 'building' };
    await expect(buildGoModule(module, quiet)).rejects.toThrow(/^Go is not in the PATH: install Go/);
  } finally {
    process.env['PATH'] = path;
  }
});
