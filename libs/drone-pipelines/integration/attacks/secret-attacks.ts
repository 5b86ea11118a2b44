import {
  checkTrust,
  encryptSecret,
  secretDecision,
  type Pipeline,
  type SecretRequest,
} from '../../src/index.ts';
import { kubernetesSecret, naiveRead, secretFor, type NaiveRepository } from '../naive/naive-drone.ts';
import { encryptedSecretFor, environmentOf, runInWorkspace, scriptOf } from '../naive/naive-runner.ts';
import { must, type Attack } from './attack.ts';
import { codesOf, file, jobs, pullRequest, repository, runnerSettings, SECRET } from './world.ts';

const { signal } = new AbortController();
const PATH = process.env['PATH'] ?? '/usr/bin:/bin';
const SECRET_STEP =
  '- name: s\n  image: x\n  environment: { T: { from_secret: token } }\n  commands: ["echo $T | base64"]';
const answer = secretDecision({
  grants: [{ uid: '40', path: 'game/deploy', name: 'token', events: ['custom'], triggers: ['game'] }],
  read: () => Promise.resolve(SECRET),
});
const ask = (repo: NaiveRepository, change: Partial<SecretRequest> = {}) =>
  answer({ path: 'game/deploy', name: 'token', repo, build: pullRequest, ...change }, signal);

/** Attacks on secrets, and on what steps of one build leave to each other. */
export const secretAttacks: readonly Attack[] = [
  {
    id: 'A10',
    title: 'A secret flagged for pull requests, and logs that hide it only letter by letter',
    levels: ['lint', 'decision'],
    isDeduced: false,
    naive: async () => {
      const repo = repository({}, { secrets: [{ name: 'token', data: SECRET, pull_request: true }] });
      const [pipeline] = naiveRead(file(SECRET_STEP));
      must(pipeline?.steps?.[0], 'there is a step');
      const env = environmentOf(repo, pullRequest, pipeline, pipeline.steps[0]);
      const { output } = await runInWorkspace({}, [
        { script: scriptOf(pipeline.steps[0].commands ?? []), env },
      ]);
      const shown = output.replaceAll(SECRET, '******');
      must(shown.includes(Buffer.from(`${SECRET}\n`).toString('base64')), 'base64 shows it');
      return 'The pull request gets the secret, and its base64 stands in the log.';
    },
    ours: async () => {
      const codes = codesOf(file(SECRET_STEP));
      must(codes.includes('secret-on-untrusted-event') && codes.includes('secret-in-log'), 'lint finds both');
      must((await ask(repository({}))) === null, 'the secret extension has nothing for it');
      const granted = await ask(repository({}, { uid: '40' }), {
        build: { ...pullRequest, event: 'custom', trigger: 'game' },
      });
      must(granted?.pull_request === false, 'what it gives is never flagged');
      return 'Lint finds both; the secret extension gives nothing on pull requests and flags nothing.';
    },
    live: 'How each runner hides values in its log.',
  },
  {
    id: 'A20',
    title: 'Encrypted secrets in the file of a private repository or a deleted fork',
    levels: ['lint', 'decision'],
    isDeduced: true,
    naive: () => {
      const repo = repository({});
      const data = encryptSecret(SECRET, repo.secret);
      const from = (source_repo: string, change: Partial<NaiveRepository> = {}): string | undefined =>
        encryptedSecretFor({ ...repo, ...change }, { ...pullRequest, source_repo }, data);
      must(from('other/game') === undefined, 'a fork of a public repository gets nothing');
      must(from('other/game', { private: true }) === SECRET && from('') === SECRET, 'these two get it');
      return 'The runner decrypts for forks of private repositories and for forks that are gone.';
    },
    ours: () => {
      must(
        codesOf('kind: secret\nname: t\ndata: AAECAwQ=\n').includes('encrypted-secret'),
        'lint refuses it',
      );
      const withSecret = {
        kind: 'player',
        pipelines: [{ kind: 'secret', name: 't', data: 'AAECAwQ=' } as unknown as Pipeline],
      } as const;
      must(checkTrust(withSecret).length > 0, 'the decision refuses it');
      return 'Lint refuses encrypted secrets; the decision answers with pipelines only.';
    },
    live: 'The runner’s condition, which is read from source.',
  },
  {
    id: 'A21',
    title: 'Name another secret in get.path',
    levels: ['decision', 'lint'],
    isDeduced: false,
    naive: () => {
      const namespace = { 'game-redis': { password: SECRET } };
      const [document] = naiveRead('kind: secret\nname: t\nget: { path: game-redis, name: password }\n');
      const get = document?.['get'] as { path: string; name: string };
      must(kubernetesSecret(namespace, get) === SECRET, 'any name is looked up');
      return 'The extension returns whatever secret of its namespace the file names.';
    },
    ours: async () => {
      must(
        (await ask(repository({}, { uid: '40' }), {
          path: 'redis-password',
          build: { ...pullRequest, event: 'custom', trigger: 'game' },
        })) === null,
        'not granted',
      );
      must(
        codesOf('kind: secret\nname: t\nget: { path: redis-password, name: x }\n').includes(
          'external-secret',
        ),
        'lint warns',
      );
      return 'What is not granted for this repository, event, path and name does not exist.';
    },
    live: 'Nothing: the decision is ours.',
  },
  {
    id: 'A22',
    title: 'Leave a trap in the shared workspace for a later step with a secret',
    levels: ['lint', 'decision'],
    isDeduced: false,
    naive: async () => {
      const { output } = await runInWorkspace({}, [
        {
          script:
            'mkdir -p node_modules/.bin; printf \'#!/bin/sh\\necho "stolen: $T"\\n\' > node_modules/.bin/publish; chmod +x node_modules/.bin/publish',
          env: { PATH },
        },
        { script: scriptOf(['publish']), env: { PATH: `./node_modules/.bin:${PATH}`, T: SECRET } },
      ]);
      must(output.includes(`stolen: ${SECRET}`), 'the trap took the secret');
      return 'The player’s step leaves a "publish"; the later step runs it with the secret.';
    },
    ours: () => {
      const text = file(
        `- name: test\n  image: x\n  commands: [make]\n${SECRET_STEP}`,
        'trigger: { event: push }\n',
      );
      must(codesOf(text).includes('secret-shares-workspace'), 'lint finds it');
      must(
        checkTrust(jobs).length === 0 && jobs.pipelines.every(({ clone }) => clone?.disable === true),
        'jobs stand alone',
      );
      return 'Lint finds it; a job with a secret is a pipeline of its own with an empty workspace.';
    },
    live: 'That two pipelines of one build share nothing on the runner.',
  },
  {
    id: 'A24',
    title: 'Write a shared cache, or push :latest, from a pull request',
    levels: ['lint'],
    isDeduced: false,
    naive: () => {
      const registry = new Map([['game:latest', 'good']]);
      const [pipeline] = naiveRead(
        file('- name: push\n  image: builder\n  settings: { repo: game, tags: [latest] }'),
      );
      if (pipeline?.steps?.[0]?.['settings']) registry.set('game:latest', 'of the pull request');
      must(registry.get('game:latest') === 'of the pull request', 'others pull it');
      return 'What the pull request pushes under the moving tag is what others pull.';
    },
    ours: () => {
      must(
        codesOf(file('- name: push\n  image: builder\n  settings: { repo: game, tags: [latest] }')).includes(
          'mutable-tag',
        ),
        'lint refuses the tag',
      );
      must(
        codesOf(file('- name: c\n  image: meltwater/drone-cache\n  settings: { rebuild: true }')).includes(
          'shared-cache',
        ),
        'and the cache',
      );
      return 'Lint refuses moving tags and pushes, and cache writes, on events that others cause.';
    },
    live: 'That the registry refuses to overwrite tags.',
  },
  {
    id: 'A19',
    title: 'Read the owner’s forge token in any step of a private repository',
    levels: ['policy'],
    isDeduced: false,
    naive: () => {
      const [pipeline] = naiveRead(file('- name: s\n  image: x'));
      must(pipeline?.steps?.[0], 'there is a step');
      const env = environmentOf(repository({}), pullRequest, pipeline, pipeline.steps[0], {
        netrc: 'forge-token',
      });
      must(env['DRONE_NETRC_PASSWORD'] === 'forge-token', 'every step has it');
      return 'Every step finds the token of the user who enabled the repository.';
    },
    ours: () => {
      const [pipeline] = naiveRead(file('- name: s\n  image: x'));
      must(pipeline?.steps?.[0], 'there is a step');
      const env = environmentOf(repository({}), pullRequest, pipeline, pipeline.steps[0], {
        netrc: 'forge-token',
        netrcCloneOnly: runnerSettings().get('DRONE_NETRC_CLONE_ONLY') === 'true',
      });
      must(env['DRONE_NETRC_PASSWORD'] === undefined, 'only the clone has it');
      must(secretFor(repository({}), pullRequest, 'token') === undefined, 'and no other secret');
      return 'The confined runner sets DRONE_NETRC_CLONE_ONLY, which deviations are checked for.';
    },
    live: 'That no file of the clone step keeps the token.',
  },
];
