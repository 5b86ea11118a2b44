import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Pipeline } from '../build/resource.ts';
import { dockerPipeline, execPipeline, kubernetesPipeline } from '../build/pipelines.ts';
import type { DroneBuild, DroneRepository } from '../client/types.ts';
import { parseDroneFile } from '../reader/parse-file.ts';
import { checkTrust } from './check-trust.ts';
import type { JobsRepository, ManagedRepository } from './managed-repository.ts';
import { secretDecision } from './secret-decision.ts';
import { trustedPipeline } from './trusted-pipeline.ts';

const image = `grader@sha256:${'a'.repeat(64)}`;
const grade = kubernetesPipeline({
  name: 'grade',
  steps: [{ name: 'grade', image, user: 1000, commands: ['/grade "$DRONE_BRANCH"'] }],
});
const player: ManagedRepository = { kind: 'player', pipelines: [grade] };
const jobs: JobsRepository = {
  kind: 'jobs',
  callers: ['game'],
  parameters: { IMAGE_DIGEST: /sha256:[0-9a-f]{64}/ },
  pipelines: [
    dockerPipeline({
      name: 'deploy',
      clone: { disable: true },
      trigger: { event: ['custom'] },
      steps: [
        {
          name: 'deploy',
          image,
          environment: { TOKEN: { from_secret: 'deploy' } },
          commands: ['deploy "$IMAGE_DIGEST"'],
        },
      ],
    }),
  ],
};

const repo: DroneRepository = { id: 3, uid: '30', user_id: 1, namespace: 'p', name: 'g', slug: 'p/g' };
const build: DroneBuild = { id: 0, event: 'pull_request' };
const decide = trustedPipeline({ find: ({ uid }) => ({ '30': player, '40': jobs })[uid] });
const decideJob = (one: Partial<DroneBuild>) =>
  decide({ repo: { ...repo, uid: '40' }, build: { ...build, event: 'custom', trigger: 'game', ...one } });
const params = { IMAGE_DIGEST: `sha256:${'b'.repeat(64)}` };

test('a managed repository gets our pipeline, which reads back as it was built', async () => {
  const answer = await decide({ repo, build });
  expect(parseDroneFile((answer as { data: string }).data).resources).toEqual([grade]);
});

test('no parameters are none, however Go writes them', async () => {
  const params = null as unknown as Record<string, string>;
  expect(await decide({ repo, build: { ...build, params } })).toHaveProperty('data');
  expect(await decideJob({ params })).toHaveProperty('refuse');
});

test('the answer is the same bytes whatever else the build and the repository say', async () => {
  const { data } = (await decide({ repo, build })) as { data: string };
  const text = fc.string({ unit: 'grapheme', maxLength: 20 });
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        id: fc.nat(),
        number: fc.nat(),
        event: fc.constantFrom('push', 'pull_request', 'tag', 'promote', 'rollback', 'cron', 'custom'),
        trigger: fc.oneof(text, fc.constant('game')),
        status: text,
        title: text,
        message: text,
        ref: text,
        source: text,
        target: text,
        source_repo: text,
        author_login: fc.oneof(text, fc.constant('game')),
        author_email: text,
        sender: fc.oneof(text, fc.constant('game')),
        deploy_to: text,
        cron: text,
      }),
      fc.record({
        slug: text,
        name: text,
        private: fc.boolean(),
        protected: fc.boolean(),
        default_branch: text,
      }),
      async (one, other) => {
        expect(await decide({ repo: { ...repo, ...other }, build: one })).toEqual({ data });
      },
    ),
  );
});

describe('what is refused makes no build', () => {
  test.each<[string, Partial<DroneRepository>, Partial<DroneBuild>]>([
    ['an unmanaged repository', { uid: '99' }, {}],
    ['a configuration that a converter would take', { config_path: '.drone.star' }, {}],
    ['a repository marked as trusted', { trusted: true }, {}],
    ['parameters on a player’s build', {}, { params: { PATH: './bin' } }],
  ])('%s', async (_what, one, other) => {
    expect(await decide({ repo: { ...repo, ...one }, build: { ...build, ...other } })).toHaveProperty(
      'refuse',
    );
  });

  test('unless an unmanaged one may have its own file', async () => {
    const open = trustedPipeline({ find: () => undefined, unmanaged: 'own-file' });
    expect(await open({ repo, build })).toBeNull();
  });
});

describe('a job with secrets', () => {
  test('runs for the game, with checked parameters', async () => {
    expect(await decideJob({ params })).toHaveProperty('data');
  });
  test.each<[string, Partial<DroneBuild>]>([
    ['another event', { event: 'push', params }],
    ['a webhook', { trigger: '@hook', params }],
    ['another login', { trigger: 'player', params }],
    ['no parameter', {}],
    ['a parameter too many', { params: { ...params, LD_PRELOAD: '/drone/src/a.so' } }],
    ['a value that does not match', { params: { IMAGE_DIGEST: `${params.IMAGE_DIGEST};id` } }],
    ['a value with something before it', { params: { IMAGE_DIGEST: `x${params.IMAGE_DIGEST}` } }],
    ['a value with a line break', { params: { IMAGE_DIGEST: `${params.IMAGE_DIGEST}\n` } }],
  ])('not for %s', async (_what, one) => {
    expect(await decideJob(one)).toHaveProperty('refuse');
  });

  test.each<[string, RegExp, Record<string, string>, string]>([
    ['no parameter, where anything would do', /.*/, {}, 'lacks the parameter A'],
    ['a line break, where anything would do', /[^]*/, { A: 'a\nb' }, 'does not look'],
    ['a second line, where the pattern looks line by line', /a/m, { A: 'a\u2028b' }, 'does not look'],
  ])('not for %s', async (_what, pattern, given, message) => {
    const loose = trustedPipeline({ find: () => ({ ...jobs, parameters: { A: pattern } }) });
    const answer = await loose({
      repo,
      build: { ...build, event: 'custom', trigger: 'game', params: given },
    });
    expect(answer).toEqual({ refuse: expect.stringContaining(message) as string });
  });
});

describe('pipelines that cannot be trusted are never answered with', () => {
  const of = (pipeline: object, kind: 'player' | 'jobs' = 'player'): ManagedRepository =>
    kind === 'player'
      ? { kind, pipelines: [pipeline as Pipeline] }
      : { ...jobs, pipelines: [pipeline as Pipeline] };
  const [deploy] = jobs.pipelines;
  const withStep = (step: object): object => ({ ...grade, steps: [{ ...grade.steps[0], ...step }] });

  test.each<[string, ManagedRepository, string]>([
    ['a secret for players', of(withStep({ environment: { A: { from_secret: 'a' } } })), 'secret-for-player'],
    ['a pull secret for players', of({ ...grade, image_pull_secrets: ['a'] }), 'secret-for-player'],
    [
      'a secret that no player event should see',
      of(withStep({ settings: { a: { from_secret: 'a' } } })),
      'secret-on-untrusted-event',
    ],
    [
      'even a harmless substitution',
      of(withStep({ commands: ['echo ${DRONE_COMMIT_SHA}'] })),
      'substitution',
    ],
    [
      'a title in the text',
      of(withStep({ commands: ['echo "${DRONE_PULL_REQUEST_TITLE}"'] })),
      'attacker-controlled-substitution',
    ],
    ['an image by its tag', of(withStep({ image: 'grader:latest' })), 'unpinned-image'],
    ['root', of(withStep({ user: 0 })), 'root-user'],
    ['an account', of({ ...grade, service_account_name: 'admin' }), 'kubernetes-placement'],
    [
      'commands on the runner’s machine',
      of(execPipeline({ name: 'e', clone: { disable: true }, steps: [{ name: 's' }] })),
      'outside-container',
    ],
    ['no pipelines', { kind: 'player', pipelines: [] }, 'no-pipelines'],
    ['a job that clones', of({ ...deploy, clone: {} }, 'jobs'), 'job-clones'],
    ['a job for pushes', of({ ...deploy, trigger: { event: ['push'] } }, 'jobs'), 'job-event'],
    ['a job that takes PATH', { ...jobs, parameters: { PATH: /.*/ } }, 'job-parameter'],
    ['a job that takes DRONE_COMMIT', { ...jobs, parameters: { DRONE_COMMIT: /.*/ } }, 'job-parameter'],
    ['a pattern with a memory', { ...jobs, parameters: { A: /a/g } }, 'job-parameter'],
    ['a pattern that sticks', { ...jobs, parameters: { A: /a/y } }, 'job-parameter'],
    ['a pattern of nothing', { ...jobs, parameters: { A: new RegExp('') } }, 'job-parameter'],
    ['a runner chosen by labels', of({ ...grade, node: { zone: 'production' } }), 'runner-steering'],
    [
      'a clone of its own',
      of({ ...grade, clone: { disable: true }, steps: [{ ...grade.steps[0], name: 'clone' }] }),
      'clone-override',
    ],
    ['a secret from outside', of({ kind: 'secret', name: 't', get: { path: 'p' } }), 'external-secret'],
  ])('%s', async (_what, repository, code) => {
    expect(checkTrust(repository).map((problem) => problem.code)).toContain(code);
    const bad = trustedPipeline({ find: () => repository });
    const call = {
      repo,
      build: {
        ...build,
        ...(repository.kind === 'jobs' ? { event: 'custom', trigger: 'game', params } : {}),
      },
    };
    if (Object.keys(repository.kind === 'jobs' ? repository.parameters : params).join() === 'IMAGE_DIGEST')
      await expect(bad(call)).rejects.toThrow(expect.objectContaining({ code: 'invalid-trust' }));
  });

  test('good ones have no problems', () => {
    expect([...checkTrust(player), ...checkTrust(jobs)]).toEqual([]);
  });
});

describe('a secret exists only where it was granted', () => {
  const answer = secretDecision({
    grants: [{ uid: '40', path: 'game/deploy', name: 'token', events: ['custom'], triggers: ['game'] }],
    read: (path, name) => Promise.resolve(`${path}/${name}`),
  });
  const call = {
    path: 'game/deploy',
    name: 'token',
    repo: { ...repo, uid: '40' },
    build: { ...build, event: 'custom', trigger: 'game' },
  };
  const { signal } = new AbortController();

  test('as it was granted', async () => {
    expect(await answer(call, signal)).toEqual({
      name: 'token',
      data: 'game/deploy/token',
      pull_request: false,
    });
  });
  test.each([
    ['another repository', { repo: { ...repo, uid: '30', slug: 'game/jobs' } }],
    ['a pull request', { build: { ...call.build, event: 'pull_request' } }],
    ['a promotion of a pull request', { build: { ...call.build, event: 'promote' } }],
    ['another path', { path: 'game/other' }],
    ['another name', { name: 'other' }],
    ['another caller', { build: { ...call.build, trigger: '@hook' } }],
  ])('not for %s', async (_what, one) => {
    expect(await answer({ ...call, ...one }, signal)).toBeNull();
  });
});
