import type { DroneBuild } from '../client/types.ts';
import type { ConfigRequest, ExtensionCalls } from '../extension/kinds.ts';
import { formatDroneFile } from '../format/format-file.ts';
import { checkTrust } from './check-trust.ts';
import { InvalidTrustError } from './errors.ts';
import type { JobsRepository, ManagedRepository } from './managed-repository.ts';

/** What never changes about a repository: its number in Drone and its id on the forge. Names can be taken over. */
export interface RepositoryIdentity {
  readonly id: number;
  readonly uid: string;
}

export interface TrustedPipelineOptions {
  /**
   * The pipelines of a repository, or undefined for one that is not managed. The same identity must give the same
   * answer for as long as a build may wait: Drone asks twice, checks the first answer and runs the second.
   */
  readonly find: (
    identity: RepositoryIdentity,
  ) => ManagedRepository | undefined | Promise<ManagedRepository | undefined>;
  /** What an unmanaged repository gets: no build, or its own file. @default refuse */
  readonly unmanaged?: 'refuse' | 'own-file';
}

/**
 * The decision of the configuration extension, the one place in Drone that a player cannot go around (facts/drone.md
 * §0): a managed repository gets our pipelines, whatever its own file, the event, its texts and its authors say. It
 * never answers "nothing", so the repository's file is never read.
 *
 * @example
 * const image = `grader@sha256:${'a'.repeat(64)}`;
 * const pipeline = kubernetesPipeline({ name: 'grade', steps: [{ name: 'grade', image, user: 1000, commands: ['/grade'] }] });
 * const player: PlayerRepository = { kind: 'player', pipelines: [pipeline] };
 * const answer = trustedPipeline({ find: ({ uid }) => (uid === '30' ? player : undefined) });
 * const handle = extension('config', { secret: 's'.repeat(32), answer });
 */
export function trustedPipeline(
  options: TrustedPipelineOptions,
): (call: ConfigRequest) => Promise<ExtensionCalls['config']['answer']> {
  const texts = new WeakMap<ManagedRepository, string>();
  const textOf = (repository: ManagedRepository): string => {
    let text = texts.get(repository);
    if (text === undefined) {
      const problems = checkTrust(repository);
      if (problems.length > 0) throw new InvalidTrustError(problems);
      text = formatDroneFile(repository.pipelines);
      texts.set(repository, text);
    }
    return text;
  };
  return async ({ repo, build }) => {
    const repository = await options.find({ id: repo.id, uid: repo.uid });
    if (!repository)
      return options.unmanaged === 'own-file' ? null : { refuse: 'This repository is not managed here' };
    // Another kind of file would be handed to a converter, which would get our text to run.
    if (!/\.ya?ml$/.test(repo.config_path ?? '.drone.yml'))
      return { refuse: 'The configuration path of this repository must end in .yml' };
    if (repo.trusted)
      return { refuse: 'This repository is marked as trusted, which managed repositories must not be' };
    const refusal = repository.kind === 'jobs' ? refuseJob(build, repository) : refusePlayer(build);
    return refusal === undefined ? { data: textOf(repository) } : { refuse: refusal };
  };
}

/** Parameters become environment variables of every step, PATH and LD_PRELOAD included (A12). */
function refusePlayer({ params }: DroneBuild): string | undefined {
  // Go writes an empty map as null where it does not leave it out.
  const [name] = Object.keys(params ?? {});
  return name === undefined ? undefined : 'Builds of this repository take no parameters';
}

function refuseJob(build: DroneBuild, { callers, parameters }: JobsRepository): string | undefined {
  const { event, trigger = '' } = build;
  const params = build.params ?? {};
  if (event !== 'custom') return `Jobs are not started by the event ${event}`;
  if (!callers.includes(trigger)) return 'Jobs are started by the game only';
  for (const name of Object.keys(params))
    if (!Object.hasOwn(parameters, name)) return 'The job has a parameter that it does not take';
  for (const [name, pattern] of Object.entries(parameters)) {
    const value = params[name];
    if (value === undefined) return `The job lacks the parameter ${name}`;
    if (
      !new RegExp(`^(?:${pattern.source})$`, pattern.flags.replace('m', '')).test(value) ||
      /[\r\n]/.test(value)
    )
      return `The parameter ${name} does not look as it must`;
  }
  return undefined;
}
