import { execPipeline, type ExecStep, type Pipeline } from '@wescale/drone-pipelines';

/**
 * The pipelines of this repository itself; `.drone.yml` is made from them:
 * `npx hunt pipelines build apps/hunt-cli/src/repository-pipeline/drone-pipeline.ts --write .drone.yml`.
 *
 * They run on a Debian machine, not in a container: the tests boot machines and make network namespaces, as root. The
 * code of a pull request does the same, so the runner needs a machine of its own that holds nothing and is thrown away
 * (docs/how-to/lint-and-sign-pipelines.md).
 */
const pipelines: readonly Pipeline[] = [
  execPipeline({
    name: 'pull-request',
    platform: { os: 'linux', arch: 'amd64' },
    // The runner's own clone holds the branch name without quotes.
    clone: { disable: true },
    concurrency: { limit: 1 },
    trigger: { event: ['pull_request'] },
    steps: [
      {
        name: 'fetch',
        commands: [
          'git init --quiet',
          'git remote add origin "$DRONE_GIT_HTTP_URL"',
          // All of the history: what is affected is counted from where the pull request branched off.
          'git fetch --quiet origin "+refs/heads/$DRONE_TARGET_BRANCH:refs/remotes/origin/base" "+$DRONE_COMMIT_REF:refs/remotes/origin/head"',
          'git checkout --quiet --detach refs/remotes/origin/base',
          'git -c user.name=drone -c user.email=drone@localhost merge --quiet --no-edit "$DRONE_COMMIT_SHA"',
        ],
      },
      install(),
      affected('lint', 'npx nx affected -t lint typecheck'),
      affected('test', 'npx nx affected -t test'),
    ],
  }),
  execPipeline({
    name: 'main',
    platform: { os: 'linux', arch: 'amd64' },
    clone: { disable: true },
    concurrency: { limit: 1 },
    trigger: { event: ['push'], branch: ['main'] },
    steps: [
      {
        name: 'fetch',
        commands: [
          'git init --quiet',
          'git remote add origin "$DRONE_GIT_HTTP_URL"',
          'git fetch --quiet origin "+refs/heads/$DRONE_BRANCH:refs/remotes/origin/base"',
          'git checkout --quiet --detach "$DRONE_COMMIT_SHA"',
        ],
      },
      install(),
      { name: 'test', commands: ['npm test'] },
    ],
  }),
];

export default pipelines;

function install(): ExecStep {
  return { name: 'install', commands: ['npm ci'] };
}

/** A step for what the pull request touches, seen from the branch it wants to go into. */
function affected(name: string, command: string): ExecStep {
  return { name, environment: { NX_BASE: 'origin/base', NX_HEAD: 'HEAD' }, commands: [command] };
}
