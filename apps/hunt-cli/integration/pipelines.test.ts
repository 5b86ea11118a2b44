/** `hunt pipelines` as a process: files and standard input in, text or events out, and the exit code. */
import { chmod, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDroneFile, verifyDroneFile } from '@wescale/drone-pipelines';
import { describe, expect, test } from 'vitest';
import { createFolder, runPipelines } from './run-pipelines.ts';

const image = `node:24@sha256:${'a'.repeat(64)}`;
const description = {
  kind: 'pipeline',
  type: 'docker',
  name: 'test',
  trigger: { event: ['push'] },
  steps: [
    { name: 'unit', image, commands: ['npm test'] },
    { name: 'publish', image, commands: ['npm publish'], when: { branch: 'main' } },
  ],
};
const good = `kind: pipeline
type: docker
name: test

trigger:
  event:
  - push

steps:
- name: unit
  image: ${image}
  commands:
  - npm test

- name: publish
  image: ${image}
  commands:
  - npm publish
  when:
    branch: main
`;
const misspelt = good.replace('commands:', 'command_s:');
const secret = '589396227fff5a93ba934965e8735f88';
const json = JSON.stringify(description);

const eventsOf = (stdout: string) =>
  stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

describe('build', () => {
  test('makes a file from JSON on standard input', async () => {
    expect(await runPipelines(['build', '-'], { stdin: json })).toEqual({
      exitCode: 0,
      stdout: good,
      stderr: '',
    });
  });

  test.each<[string, string]>([
    ['a resource', `export default ${json};`],
    ['a list', `const one: object = ${json};\nexport default [one];`],
    ['a function that takes its time', `export default async () => [${json}];`],
  ])('makes it from a TypeScript module that exports %s', async (_what, module) => {
    await using folder = await createFolder({ 'pipeline.ts': module });
    const built = await runPipelines(['build', 'pipeline.ts'], { cwd: folder.directory });
    expect(built).toEqual({ exitCode: 0, stdout: good, stderr: '' });
  });

  test('writes a file only if it says something else', async () => {
    await using folder = await createFolder({ 'p.json': json });
    const run = () => runPipelines(['build', 'p.json', '--write', '.drone.yml'], { cwd: folder.directory });
    expect((await run()).stdout).toBe('.drone.yml: written\n');
    const before = await stat(folder.path('.drone.yml'));
    expect((await run()).stdout).toBe('.drone.yml: unchanged\n');
    expect((await stat(folder.path('.drone.yml'))).ino).toBe(before.ino);
    expect(await readFile(folder.path('.drone.yml'), 'utf8')).toBe(good);
  });

  test.each<[string, string, string, RegExp]>([
    ['JSON that is none', 'p.json', '{', /^error: p\.json: is not JSON/],
    ['another thing than a resource', 'p.json', '[1]', /^error: p\.json: \[0\]: is no resource/],
    ['nothing', 'p.json', '[]', /^error: p\.json: describes no pipeline/],
    [
      'a key that Drone would ignore',
      'p.json',
      json.replace('"commands"', '"command_s"'),
      /^error: p\.json: \[0\]\.steps\[0\]\.command_s: Drone does not know the key "command_s" here.* Write "commands"/,
    ],
    [
      'what only a trusted repository may have',
      'p.json',
      json.replace('"image"', '"privileged":true,"image"'),
      /^error: p\.json: \[0\]\.steps\[0\]\.privileged:/,
    ],
    ['no kind', 'p.json', '{"name":"x"}', /^error: p\.json: .*a document has no kind/],
    ['a module without default', 'p.ts', 'export const a = 1;', /^error: p\.ts: exports nothing as default/],
    ['a module that throws', 'p.ts', 'throw new Error("no luck");', /^error: p\.ts: no luck/],
    ['no such file', 'p.ts', '', /^error: other\.ts: there is no such file/],
  ])('refuses %s in one clear error', async (what, name, content, message) => {
    await using folder = await createFolder({ [name]: content });
    const source = what === 'no such file' ? 'other.ts' : name;
    const { exitCode, stdout, stderr } = await runPipelines(['build', source], { cwd: folder.directory });
    expect(stderr).toMatch(message);
    expect([exitCode, stdout]).toEqual([1, '']);
  });
});

describe('lint', () => {
  test('has nothing to say of a good file', async () => {
    await using folder = await createFolder({ '.drone.yml': good });
    expect(await runPipelines(['lint'], { cwd: folder.directory })).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    });
  });

  test('says place, code, reason and remedy of each problem in each file', async () => {
    await using folder = await createFolder({ 'a.yml': misspelt, 'b.yml': 'kind: [', 'c.yml': good });
    const { exitCode, stdout } = await runPipelines(['lint', 'a.yml', 'b.yml', 'c.yml'], {
      cwd: folder.directory,
    });
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(
      /^a\.yml:12:3: error unknown-key: .*"commands"\?\n {4}why: .+\n {4}do: {2}Write "commands", or remove the key\.\nb\.yml:2:1: error invalid-yaml: /,
    );
    expect(stdout).not.toContain('c.yml');
  });

  test('reads standard input, and speaks to machines', async () => {
    const { exitCode, stdout } = await runPipelines(['lint', '-', '--json'], { stdin: misspelt });
    const events = eventsOf(stdout);
    expect(exitCode).toBe(2);
    expect(events[0]).toMatchObject({
      version: 1,
      event: 'problem',
      file: '<stdin>',
      code: 'unknown-key',
      severity: 'error',
      line: 12,
      column: 3,
      path: 'steps[0].command_s',
      reason: expect.any(String) as string,
      remedy: expect.any(String) as string,
    });
    expect(events.at(-1)).toMatchObject({ event: 'linted', files: 1, errors: 1 });
  });

  test('sees bytes that are no text, in a file and on standard input', async () => {
    const latin1 = Buffer.from(`${good}# \u00e9\n`, 'latin1');
    await using folder = await createFolder({ '.drone.yml': good });
    await writeFile(folder.path('.drone.yml'), latin1);
    for (const given of [
      { cwd: folder.directory, args: [] },
      { stdin: latin1, args: ['-'] },
    ]) {
      const { exitCode, stdout } = await runPipelines(['lint', ...given.args], given);
      expect([exitCode, stdout]).toEqual([2, expect.stringContaining('it is not UTF-8; save it as UTF-8')]);
    }
  });

  test('leaves out what it is told to', async () => {
    const tagged = good.replaceAll(image, 'node:24');
    const lint = (...args: string[]) => runPipelines(['lint', '-', ...args], { stdin: tagged });
    expect((await lint()).exitCode).toBe(2);
    expect((await lint('--errors-only')).exitCode).toBe(0);
    expect((await lint('--disable', 'unpinned-image')).exitCode).toBe(0);
  });

  test('of a file that is not there is an error, not a finding', async () => {
    const { exitCode, stderr } = await runPipelines(['lint', 'nothing.yml']);
    expect([exitCode, stderr]).toEqual([
      1,
      'error: nothing.yml: there is no such file; name a file, or - for standard input\n',
    ]);
    const asEvent = await runPipelines(['lint', 'nothing.yml', '--json']);
    expect(eventsOf(asEvent.stdout)).toMatchObject([{ event: 'error', code: 'file-missing' }]);
  });
});

describe('sign', () => {
  test('writes what Drone verifies, and the second time nothing', async () => {
    await using folder = await createFolder({ '.drone.yml': good, key: `${secret}\n` }, 0o600);
    const sign = () => runPipelines(['sign', '--secret-file', 'key', '--write'], { cwd: folder.directory });
    expect((await sign()).stdout).toBe('.drone.yml: signed\n');
    const signed = await readFile(folder.path('.drone.yml'), 'utf8');
    expect(() => verifyDroneFile(signed, secret)).not.toThrow();
    expect((await sign()).stdout).toBe('.drone.yml: unchanged\n');
    expect(await readFile(folder.path('.drone.yml'), 'utf8')).toBe(signed);
  });

  test('takes the secret from the environment, and the text from standard input', async () => {
    const { exitCode, stdout } = await runPipelines(['sign', '-'], {
      stdin: good,
      env: { DRONE_REPO_SECRET: secret },
    });
    expect(exitCode).toBe(0);
    expect(() => verifyDroneFile(stdout, secret)).not.toThrow();
    expect(parseDroneFile(stdout).resources[0]).toEqual(parseDroneFile(good).resources[0]);
  });

  test('refuses a secret on the command line, in a file that others can read, of the wrong length, or none', async () => {
    await using folder = await createFolder({ '.drone.yml': good, key: secret, short: 'canary' });
    await chmod(folder.path('short'), 0o600);
    const sign = (...args: string[]) => runPipelines(['sign', ...args], { cwd: folder.directory });
    expect(await sign('--secret', secret)).toMatchObject({ exitCode: 1, stdout: '' });
    expect((await sign('--secret-file', 'key')).stderr).toContain(
      'key: can be read by others (mode 0644); if nobody did, close it with: chmod 600 key',
    );
    const short = await sign('--secret-file', 'short');
    expect(short.stderr).toBe(
      "error: short: has 6 bytes where 32 are needed; give the repository's secret as Drone made it\n",
    );
    expect(short.stderr).not.toContain('canary');
    expect((await sign('--secret-file', 'nothing')).stderr).toContain('nothing: there is no such file; name');
    expect((await sign()).stderr).toContain('give --secret-file, or set DRONE_REPO_SECRET');
    expect(await readFile(folder.path('.drone.yml'), 'utf8')).toBe(good);
  });
});

describe('explain', () => {
  test('says what runs and why', async () => {
    const { exitCode, stdout } = await runPipelines(['explain', '-', '--branch', 'feature'], { stdin: good });
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`push on feature: 1 of 1 pipelines run

✔ test (docker): Runs: trigger matches (event).
    ✔ clone: The runner clones the repository first.
    ✔ unit: Runs: there is no when. After clone.
    ✘ publish: Does not run: branch "feature" does not match.
`);
  });

  test('draws it', async () => {
    const { stdout } = await runPipelines(['explain', '-', '--event', 'tag', '--mermaid'], { stdin: good });
    expect(stdout).toMatch(/^flowchart LR\n(.|\n)*class p0 skipped\n$/);
  });

  test('tells it to programs', async () => {
    const { stdout } = await runPipelines(['explain', '-', '--branch', 'main', '--json'], { stdin: good });
    expect(eventsOf(stdout)).toMatchObject([
      {
        event: 'pipeline',
        name: 'test',
        runs: true,
        steps: [{ name: 'clone' }, { name: 'unit' }, { name: 'publish', runs: true }],
      },
      { event: 'explained', pipelines: 1, running: 1 },
    ]);
  });

  test('a word in the title that stops all builds is named', async () => {
    const args = ['explain', '-', '--event', 'pull_request', '--title', 'x [CI SKIP]'];
    expect((await runPipelines(args, { stdin: good })).stdout).toContain('"[ci skip]" in its text');
  });

  test('an event that there is not is one clear error', async () => {
    const { exitCode, stderr } = await runPipelines(['explain', '-', '--event', 'pr'], { stdin: good });
    expect([exitCode, stderr]).toEqual([
      1,
      expect.stringContaining('--event expects one of push, pull_request'),
    ]);
  });
});

describe('check', () => {
  test('a signed file that is what its source makes has nothing to say', async () => {
    await using folder = await createFolder({ 'p.json': json, '.drone.yml': good, key: secret }, 0o600);
    const run = (...args: string[]) => runPipelines(args, { cwd: folder.directory });
    expect(await run('check', '--source', 'p.json')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    await run('sign', '--secret-file', 'key', '--write');
    const both = ['check', '--source', 'p.json', '--secret-file', 'key'];
    expect(await run(...both)).toEqual({ exitCode: 0, stdout: '', stderr: '' });

    const signed = await readFile(folder.path('.drone.yml'), 'utf8');
    await writeFile(folder.path('.drone.yml'), signed.replace('npm test', 'npm test --force'));
    expect(await run(...both)).toEqual({
      exitCode: 2,
      stdout:
        '.drone.yml: signature: it does not belong to this file; look at what changed, then: hunt pipelines sign .drone.yml --write\n' +
        '.drone.yml: source: line 14 is "  - npm test --force", where the builder makes "  - npm test"; make it anew: hunt pipelines build p.json --write .drone.yml\n',
      stderr: '',
    });
  });

  test('a separator that was moved is seen, although the signature still holds', async () => {
    await using folder = await createFolder({ 'p.json': json, '.drone.yml': good, key: secret }, 0o600);
    const run = (...args: string[]) => runPipelines(args, { cwd: folder.directory });
    await run('sign', '--secret-file', 'key', '--write');
    const signed = await readFile(folder.path('.drone.yml'), 'utf8');
    await writeFile(folder.path('.drone.yml'), signed.replace('\n---\n', '\n--- # more\n'));
    const { exitCode, stdout } = await run('check', '--source', 'p.json', '--secret-file', 'key', '--json');
    expect(exitCode).toBe(2);
    expect(eventsOf(stdout)).toMatchObject([
      { event: 'finding', check: 'signature', ok: true },
      { event: 'finding', check: 'source', ok: false },
    ]);
  });

  test('a file without signature is a finding, nothing to check against an error', async () => {
    const unsigned = await runPipelines(['check', '-'], { stdin: good, env: { DRONE_REPO_SECRET: secret } });
    expect([unsigned.exitCode, unsigned.stdout]).toEqual([
      2,
      expect.stringContaining('signature: there is none'),
    ]);
    expect(await runPipelines(['check', '-'], { stdin: good, env: { DRONE_REPO_SECRET: '' } })).toMatchObject(
      {
        exitCode: 1,
        stderr: expect.stringContaining('there is nothing to check against') as string,
      },
    );
  });
});

test.each(['build', 'lint', 'sign', 'explain', 'check'])('%s shows examples with its help', async (verb) => {
  const { exitCode, stdout } = await runPipelines([verb, '--help']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/\nExamples:\n(.*hunt pipelines .*\n){2}/);
});

test('the pipelines of this repository are checked from its root', async () => {
  const source = 'apps/hunt-cli/src/repository-pipeline/drone-pipeline.ts';
  const cwd = join(import.meta.dirname, '../../..');
  expect(await runPipelines(['check', '--source', source], { cwd })).toEqual({
    exitCode: 0,
    stdout: '',
    stderr: '',
  });
});
