import {
  confine,
  dockerPipeline,
  extension,
  kubernetesPipeline,
  lintFile,
  parseDroneFile,
  trustedPipeline,
  type DroneBuild,
  type JobsRepository,
  type LintOptions,
  type PlayerRepository,
} from '../../src/index.ts';
import { confinement } from '../support/confinement.ts';
import type { NaiveOptions, NaiveRepository } from '../naive/naive-drone.ts';

export const configSecret = 'the-secret-of-the-config-extension';
const digest = `sha256:${'a'.repeat(64)}`;
export const image: string = `grader@${digest}`;

/** What players get: no secret, nothing of the build in its text. */
export const player: PlayerRepository = {
  kind: 'player',
  pipelines: [
    kubernetesPipeline({
      name: 'grade',
      steps: [{ name: 'grade', image, user: 1000, commands: ['sh ./check.sh "$DRONE_BRANCH"'] }],
    }),
  ],
};

/** What the game's own jobs get. */
export const jobs: JobsRepository = {
  kind: 'jobs',
  callers: ['game'],
  parameters: { DIGEST: /sha256:[0-9a-f]{64}/ },
  pipelines: [
    dockerPipeline({
      name: 'deploy',
      clone: { disable: true },
      trigger: { event: ['custom'] },
      steps: [
        {
          name: 'deploy',
          image,
          environment: { TOKEN: { from_secret: 'token' } },
          commands: ['deploy "$DIGEST"'],
        },
      ],
    }),
  ],
};

/** The decision of the configuration extension, for one player's repository and one of jobs. */
export const decide: ReturnType<typeof trustedPipeline> = trustedPipeline({
  find: ({ uid }) => ({ '30': player, '40': jobs })[uid],
});

/** Drone with our configuration extension in front. */
export const protectedDrone = (): NaiveOptions => ({
  configSecret,
  config: extension('config', { secret: configSecret, answer: decide }),
});

export const SECRET = 'the-value-of-the-secret';

/** A player's repository whose own file is what the attacker wrote. */
export function repository(
  files: Readonly<Record<string, string>>,
  change: Partial<NaiveRepository> = {},
): NaiveRepository {
  return {
    ...{ id: 3, uid: '30', user_id: 1, namespace: 'player', name: 'game', slug: 'player/game' },
    secret: 'k'.repeat(32),
    secrets: [{ name: 'token', data: SECRET }],
    commits: { head: files },
    ...change,
  };
}

export const pullRequest: DroneBuild = {
  id: 0,
  event: 'pull_request',
  trigger: '@hook',
  after: 'head',
  target: 'main',
};

export const file = (steps: string, head = ''): string =>
  `kind: pipeline\ntype: docker\nname: default\n${head}steps:\n${steps}\n`;

/** Codes of the errors and warnings that lint finds in a file. */
export function codesOf(text: string, options: LintOptions = {}): string[] {
  return lintFile(parseDroneFile(text), options).map(({ code }) => code);
}

/** The settings of the confined runner, as its container gets them. */
export function runnerSettings(): ReadonlyMap<string, string | undefined> {
  const deployment = confine(confinement).find(({ kind }) => kind === 'Deployment') as unknown as {
    spec: { template: { spec: { containers: { env: { name: string; value?: string }[] }[] } } };
  };
  const [runner] = deployment.spec.template.spec.containers;
  return new Map(runner?.env.map(({ name, value }) => [name, value]));
}
