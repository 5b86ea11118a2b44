import type { Pipeline } from '../build/resource.ts';

/** A repository that players can write to. Its pipelines run their code and hold nothing worth taking. */
export interface PlayerRepository {
  readonly kind: 'player';
  readonly pipelines: readonly Pipeline[];
}

/** A repository that only the game can write to, whose pipelines have secrets and take checked parameters. */
export interface JobsRepository {
  readonly kind: 'jobs';
  readonly pipelines: readonly Pipeline[];
  /** Logins that may start a job through the REST interface: the game's own. */
  readonly callers: readonly string[];
  /** Parameters that a job takes, each with the pattern its whole value must match. */
  readonly parameters: Readonly<Record<string, RegExp>>;
}

export type ManagedRepository = PlayerRepository | JobsRepository;
