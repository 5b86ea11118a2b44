import { kubernetesPipeline, type ManagedRepository } from '@wescale/drone-pipelines';
import { describe, expect, test } from 'vitest';
import { admissionDecision } from './admission-decision.ts';
import { isGranted } from './grant.ts';
import { pipelineDecisions } from './pipeline-decisions.ts';
import { environDecision, registryDecision, secretsDecision } from './runner-decisions.ts';

const image = `grader@sha256:${'a'.repeat(64)}`;
const player: ManagedRepository = {
  kind: 'player',
  pipelines: [kubernetesPipeline({ name: 'grade', steps: [{ name: 'grade', image, user: 1000 }] })],
};
const repo = { id: 3, uid: '30', user_id: 1, namespace: 'p', name: 'g', slug: 'p/g' };
const stranger = { ...repo, uid: '99' };
const build = { id: 7, event: 'pull_request' };
const { signal } = new AbortController();

describe('the decision on pipelines is the same wherever it is asked', () => {
  const { config, convert, validate } = pipelineDecisions({
    repositories: new Map([['30', player]]),
    unmanaged: 'refuse',
  });

  test('what the configuration extension gives, conversion gives and validation accepts', async () => {
    const { data } = (await config({ repo, build }, signal)) as { data: string };
    expect(await convert({ repo, build, config: { data: 'kind: pipeline' } }, signal)).toEqual({ data });
    expect(await validate({ repo, build, config: { data } }, signal)).toBe('accept');
  });

  test('validation refuses every other text, even one that reads the same', async () => {
    const { data } = (await config({ repo, build }, signal)) as { data: string };
    for (const other of [`${data}\n`, '', data.replace('1000', '0')])
      expect(await validate({ repo, build, config: { data: other } }, signal)).toHaveProperty('refuse');
  });

  test('a repository that is not managed is refused in all three', async () => {
    const config_ = { data: 'kind: pipeline' };
    expect(await config({ repo: stranger, build }, signal)).toHaveProperty('refuse');
    expect(await validate({ repo: stranger, build, config: config_ }, signal)).toHaveProperty('refuse');
    expect(await convert({ repo: stranger, build, config: config_ }, signal)).toHaveProperty('refuse');
  });

  test('where it may have its own file, all three let it through', async () => {
    const open = pipelineDecisions({ repositories: new Map(), unmanaged: 'own-file' });
    const file = { data: 'kind: pipeline' };
    expect(await open.config({ repo, build }, signal)).toBeNull();
    expect(await open.convert({ repo, build, config: file }, signal)).toBeNull();
    expect(await open.validate({ repo, build, config: file }, signal)).toBe('accept');
  });
});

describe('admission', () => {
  const ask = (login: string, members: 'anyone' | string[]) =>
    admissionDecision({ admins: ['Operator'], members })({ event: 'login', user: { id: 1, login } }, signal);
  test.each<[string, 'anyone' | string[], unknown]>([
    ['operator', [], { admin: true }],
    ['player', ['PLAYER'], { admin: false }],
    ['player', 'anyone', { admin: false }],
    ['stranger', ['player'], 'deny'],
    ['', 'anyone', 'deny'],
  ])('of %j where members are %j is %j', async (login, members, decided) => {
    expect(await ask(login, members)).toEqual(decided);
  });
});

describe('a grant holds for', () => {
  const grant = { uids: ['40'], events: ['custom' as const], triggers: ['game'] };
  const call = { repo: { ...repo, uid: '40' }, build: { id: 1, event: 'custom', trigger: 'game' } };
  test('the builds it names', () => {
    expect(isGranted(grant, call)).toBe(true);
  });
  test.each([
    ['another repository', { ...call, repo }],
    ['a pull request', { ...call, build: { ...call.build, event: 'pull_request' } }],
    ['a promotion', { ...call, build: { ...call.build, event: 'promote' } }],
    ['another caller', { ...call, build: { ...call.build, trigger: '@hook' } }],
    ['a caller that is not said', { ...call, build: { id: 1, event: 'custom' } }],
  ])('not for %s', (_what, other) => {
    expect(isGranted(grant, other)).toBe(false);
  });

  test('and secrets, credentials and variables follow it', async () => {
    const secrets = secretsDecision([{ ...grant, path: 'p', name: 'n', value: 'v' }]);
    const registry = registryDecision([{ ...grant, address: 'a', username: 'u', password: 'w' }]);
    const environ = environDecision([{ ...grant, name: 'GAME', value: 'x', mask: true }]);
    expect(await secrets({ ...call, path: 'p', name: 'n' }, signal)).toMatchObject({ data: 'v' });
    expect(await secrets({ ...call, repo, path: 'p', name: 'n' }, signal)).toBeNull();
    expect(await registry(call, signal)).toEqual([{ address: 'a', username: 'u', password: 'w' }]);
    expect(await registry({ ...call, repo }, signal)).toEqual([]);
    expect(await environ(call, signal)).toEqual([{ name: 'GAME', data: 'x', mask: true }]);
    expect(await environ({ ...call, repo }, signal)).toEqual([]);
  });
});
