import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startHunt, type HuntProcessOptions, type HuntResult, type RunningHunt } from './running-hunt.ts';

/** A folder with a hunt of its own in it, as a user would have it. */
export interface HuntFolder extends AsyncDisposable {
  directory: string;
  name: string;
  /** Where the secrets of environment `stage` lie. */
  secrets: string;
  /** @param verb one word, or two like `dns check` */
  start(verb: string, ...args: string[]): RunningHunt;
  run(verb: string, ...args: string[]): Promise<HuntResult>;
}

export interface HuntFolderOptions extends HuntProcessOptions {
  /** Of the hunt: several hunts can share a stage. @default 'demo' */
  name?: string;
  /** Time limit of one API call. @default 30 */
  callTimeoutSeconds?: number;
  /** How long Rancher's agent may say the same complaint. @default 60 */
  agentPatienceSeconds?: number;
  /** The last step of core and plan, or `all`: most tests are of what comes before Kubernetes. @default 'certificates' */
  until?: string;
}

/** @param stage the stage that the hunt's environment names */
export async function createHuntFolder(stage: string, options: HuntFolderOptions = {}): Promise<HuntFolder> {
  const { name = 'demo', callTimeoutSeconds = 30, until = 'certificates', ...rest } = options;
  const { agentPatienceSeconds = 60, ...process } = rest;
  const directory = await mkdtemp(join(tmpdir(), 'hunt-'));
  await mkdir(join(directory, 'environments'));
  await writeFile(join(directory, 'hunt.yaml'), huntYaml(name));
  await writeFile(
    join(directory, 'environments/stage.yaml'),
    `provider: stage\nstage: ${stage}\ncallTimeoutSeconds: ${callTimeoutSeconds}\nagentPatienceSeconds: ${agentPatienceSeconds}\n`,
  );
  const start: HuntFolder['start'] = (verb, ...args) => {
    const end = until !== 'all' && ['core', 'plan'].includes(verb) ? ['--until', until] : [];
    return startHunt([...verb.split(' '), '--directory', directory, ...end, ...args], process);
  };
  return {
    directory,
    name,
    secrets: join(directory, '.hunt/stage'),
    start,
    run: (verb, ...args) => start(verb, ...args).ended,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

function huntYaml(name: string): string {
  return `name: ${name}
domain: ${name}.example.com
instance:
  type: DEV1-M
  image: debian_bookworm
  rootVolumeSizeGigabytes: 20
`;
}
