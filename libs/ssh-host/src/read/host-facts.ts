/**
 * One thing the probe saw: `fact` says which kind of thing, `name` which one, the rest are its fields. All are
 * strings, as the host printed them.
 */
export type Fact = Readonly<Record<string, string>>;

/** What is known about a host, as far as some resources need it. Plain data. */
export interface HostFacts {
  /** Ids of the resources that were asked about; nothing is known of others. */
  readonly asked: readonly string[];
  /** By {@link factKey}. */
  readonly facts: Readonly<Record<string, Fact>>;
  /** Somebody is applying a plan right now; what was read may change under us. */
  readonly runningApply?: LockHolder;
  /** The last apply on this host, also one whose link was lost. */
  readonly previousRun?: PreviousRun;
}

/** Who holds a host's lock. */
export interface LockHolder {
  runId: string;
  /** As the other side called itself: {@link ApplyOptions.by}. */
  by: string;
  /** When it began, by the host's clock, ISO 8601. */
  since: string;
  /** The address it came from, as the host saw it. */
  from: string;
}

export interface PreviousRun extends LockHolder {
  /** `false` when it is still running or died half-way. */
  isComplete: boolean;
  /** The last state of each resource it touched. */
  states: { resource: string; state: string; detail?: string }[];
}

export function factKey(fact: string, name: string): string {
  return `${fact} ${name}`;
}

export function findFact(facts: HostFacts, fact: string, name: string): Fact | undefined {
  return facts.facts[factKey(fact, name)];
}

/** The fact as the one line the host printed: fields in order, separated by tabs. */
export function formatFactLine(fact: Fact): string {
  return Object.entries(fact)
    .map(([key, value]) => `${key}=${value}`)
    .join('\t');
}
