import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { secretNames } from '../src/configuration/extension-secrets.ts';

export const image = `grader@sha256:${'a'.repeat(64)}`;

/** The pipelines that players get in these tests. */
export const gradePipeline = `kind: pipeline
type: kubernetes
name: grade

steps:
- name: grade
  image: ${image}
  user: 1000
  commands:
  - grade "$DRONE_BRANCH"
`;

/** The pipeline of a job with a secret. */
export const deployPipeline = `kind: pipeline
type: docker
name: deploy
clone: { disable: true }
trigger: { event: [custom] }
steps:
- name: deploy
  image: ${image}
  environment: { TOKEN: { from_secret: deploy } }
  commands: ['deploy "$IMAGE_DIGEST"']
`;

const managedRepositories = `repositories:
- { uid: '30', name: players/first, kind: player, pipelines: grade.yml }
- uid: '40'
  kind: jobs
  callers: [game]
  parameters: { IMAGE_DIGEST: 'sha256:[0-9a-f]{64}' }
  pipelines: deploy.yml
`;

/** A secret of its own for each extension. */
export const secretOf = (kind: keyof typeof secretNames): string =>
  `canary-secret-of-${kind}-`.padEnd(40, 'x');

export interface ApiFolder extends AsyncDisposable {
  path(name: string): string;
  write(name: string, content: string, mode?: number): Promise<void>;
  /** The path of the configuration. */
  configuration: string;
}

/** A folder with a configuration of its own that serves the named extensions on a free port. */
export async function createApiFolder(extensions = 'config: {}', more = ''): Promise<ApiFolder> {
  const directory = await mkdtemp(join(tmpdir(), 'hunt-api-'));
  const path = (name: string) => join(directory, name);
  const write = async (name: string, content: string, mode = 0o644) => {
    await mkdir(join(path(name), '..'), { recursive: true });
    await writeFile(path(name), content, { mode });
  };
  await write('grade.yml', gradePipeline);
  await write('deploy.yml', deployPipeline);
  await write('managed.yaml', managedRepositories);
  const secrets = Object.entries(secretNames).map(
    ([kind, name]) => `${name}=${secretOf(kind as keyof typeof secretNames)}\n`,
  );
  await write('secrets.env', secrets.join(''), 0o600);
  await write(
    'hunt-api.yaml',
    `listen: { port: 0 }
secrets: { file: secrets.env }
repositories: managed.yaml
${more}
extensions:
  ${extensions.trim().replaceAll('\n', '\n  ')}
`,
  );
  return {
    path,
    write,
    configuration: path('hunt-api.yaml'),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
