/** The step that fetches, run by a shell against a real repository, as the exec runner would run it. */
import { execFile } from 'node:child_process';
import { access, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import pipelines from '../src/repository-pipeline/drone-pipeline.ts';
import { createFolder } from './run-pipelines.ts';

const run = promisify(execFile);

/** A repository with a branch that moved on after a pull request left it. */
async function createOrigin(directory: string, branch: string) {
  const origin = join(directory, 'origin');
  await mkdir(origin);
  const git = async (...args: string[]) => {
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
    return (await run('git', [...identity, ...args], { cwd: origin })).stdout.trim();
  };
  const commit = async (file: string) => {
    await writeFile(join(origin, file), file);
    await git('add', file);
    await git('commit', '--quiet', '--message', file);
    return git('rev-parse', 'HEAD');
  };
  await git('init', '--quiet', `--initial-branch=${branch}`);
  for (const file of ['one', 'two', 'three']) await commit(file);
  await git('checkout', '--quiet', '--detach');
  for (const file of ['changed-first', 'changed-second']) await commit(file);
  const head = await git('rev-parse', 'HEAD');
  await git('update-ref', 'refs/pull/7/head', head);
  await git('checkout', '--quiet', branch);
  const base = await commit('four');
  return { origin, head, base };
}

/** Runs the commands of a step in an empty folder, as the runner's script does. */
async function fetchStep(pipeline: string, directory: string, env: Record<string, string>) {
  const step = pipelines.find(({ name }) => name === pipeline)?.steps.find(({ name }) => name === 'fetch');
  const source = join(directory, 'src');
  await mkdir(source);
  await run('sh', ['-e', '-c', step?.commands?.join('\n') ?? 'false'], {
    cwd: source,
    env: { PATH: process.env['PATH'] ?? '', HOME: directory, ...env },
  });
  return async (...args: string[]) => (await run('git', args, { cwd: source })).stdout.trim();
}

test.each([
  ['a plain branch', 'main'],
  // A branch that would be a command, were its name written into the script.
  ['a branch with a command in its name', 'main;touch${IFS}captured;$(touch${IFS}captured)'],
])('a pull request into %s is merged, and what it changed is known', async (_what, branch) => {
  await using folder = await createFolder();
  const { origin, head, base } = await createOrigin(folder.directory, branch);
  const git = await fetchStep('pull-request', folder.directory, {
    DRONE_GIT_HTTP_URL: `file://${origin}`,
    DRONE_TARGET_BRANCH: branch,
    DRONE_COMMIT_REF: 'refs/pull/7/head',
    DRONE_COMMIT_SHA: head,
  });
  const environment = pipelines[0]?.steps.find(({ name }) => name === 'test')?.environment ?? {};
  const { NX_BASE, NX_HEAD } = environment as Record<string, string>;
  expect(await git('rev-parse', String(NX_BASE))).toBe(base);
  // As `nx affected` counts: from the common ancestor of base and head.
  const ancestor = await git('merge-base', String(NX_BASE), String(NX_HEAD));
  const changed = await git('diff', '--name-only', ancestor, String(NX_HEAD));
  expect(changed.split('\n').toSorted()).toEqual(['changed-first', 'changed-second']);
  expect(await git('ls-files')).toContain('four');
  await expect(access(folder.path('src/captured'))).rejects.toThrow();
});

test('a push is tested as the commit it brought, not as what the branch is by now', async () => {
  await using folder = await createFolder();
  const { origin, base } = await createOrigin(folder.directory, 'main');
  const pushed = (await run('git', ['rev-parse', 'main~1'], { cwd: origin })).stdout.trim();
  const git = await fetchStep('main', folder.directory, {
    DRONE_GIT_HTTP_URL: `file://${origin}`,
    DRONE_BRANCH: 'main',
    DRONE_COMMIT_SHA: pushed,
  });
  expect(await git('rev-parse', 'HEAD')).toBe(pushed);
  expect(await git('rev-parse', 'origin/base')).toBe(base);
});

test('a pull request that does not merge fails before anything of it runs', async () => {
  await using folder = await createFolder();
  const { origin } = await createOrigin(folder.directory, 'main');
  const git = async (...args: string[]) =>
    (
      await run('git', ['-c', 'user.name=t', '-c', 'user.email=t@localhost', ...args], { cwd: origin })
    ).stdout.trim();
  await git('checkout', '--quiet', '--detach', 'main~1');
  await writeFile(join(origin, 'four'), 'something else');
  await git('add', 'four');
  await git('commit', '--quiet', '--message', 'conflict');
  await git('update-ref', 'refs/pull/7/head', 'HEAD');
  await expect(
    fetchStep('pull-request', folder.directory, {
      DRONE_GIT_HTTP_URL: `file://${origin}`,
      DRONE_TARGET_BRANCH: 'main',
      DRONE_COMMIT_REF: 'refs/pull/7/head',
      DRONE_COMMIT_SHA: await git('rev-parse', 'HEAD'),
    }),
  ).rejects.toThrow(/CONFLICT|Command failed/);
});
