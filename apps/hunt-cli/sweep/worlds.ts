import type { FaultKind } from '@wescale/scaleway-emulator';
import { createRandom } from './random.ts';

/** When a run is killed: so many milliseconds after so much of what a first run shows has been shown. */
export interface KillMoment {
  percent: number;
  delayMs: number;
}

/** Which runs of a world are disturbed: those that make something, or those that take it away again. */
export type Disturbed = 'run' | 'removal';

/** A first run and what follows it, disturbed in one way, from nothing to nothing. */
export type World = { number: number; disturbs: Disturbed } & (
  { disturbance: 'kill'; moments: KillMoment[] } | { disturbance: FaultKind }
);

type Disturbance = World['disturbance'];

/** In the order in which they are run and reported. */
const disturbances: Record<Disturbance, string> = {
  too_many_requests: '429, empty body',
  server_error: '500',
  upstream_timeout: '503',
  permissions_denied: '403 while IAM settles',
  transient_state: '409 transient',
  reply_lost: 'reply lost after the effect',
  hang: 'hang',
  out_of_stock: 'out of stock',
  quotas_exceeded: 'quota exceeded',
  kill: 'kill -9',
};

/** What Scaleway has none of, waiting does not bring: these end a run. */
const endingFaults = ['out_of_stock', 'quotas_exceeded'] as const satisfies FaultKind[];

export type EndingFault = (typeof endingFaults)[number];

export function isEndingFault(disturbance: Disturbance): disturbance is EndingFault {
  return endingFaults.some((fault) => fault === disturbance);
}

/** Whoever takes something away asks for nothing that there may be none of. */
function disturbancesOf(disturbed: Disturbed): Disturbance[] {
  const all = Object.keys(disturbances) as Disturbance[];
  return disturbed === 'run' ? all : all.filter((disturbance) => !isEndingFault(disturbance));
}

const parts: readonly Disturbed[] = ['run', 'removal'];

/** The kinds of worlds there are, each with what the report calls it. */
export const worldKinds: ReadonlyMap<string, string> = new Map(
  parts.flatMap((disturbs) =>
    disturbancesOf(disturbs).map((disturbance) => {
      const name = disturbances[disturbance];
      return [kindOf({ disturbs, disturbance }), disturbs === 'run' ? name : `${name}, in destroy`] as const;
    }),
  ),
);

export function kindOf({ disturbs, disturbance }: Pick<World, 'disturbs' | 'disturbance'>): string {
  return disturbs === 'run' ? disturbance : `destroy-${disturbance}`;
}

export interface SweepSize {
  seed: number;
  /** How many runs are killed, and how many removals, in all worlds together. */
  kills: number;
  /** How often one run is killed before it may end. */
  killsPerWorld: number;
  /** How long after a sign of life a kill may come: longer where what is waited for takes longer. */
  longestDelayMs: Record<Disturbed, number>;
}

/**
 * The worlds of a sweep, the same ones for the same seed and size: those of runs, then those of removals; of each, one a
 * kind of fault, then those of the kills.
 */
export function planWorlds({ seed, kills, killsPerWorld, longestDelayMs }: SweepSize): World[] {
  const random = createRandom(seed);
  const drawKills = (disturbs: Disturbed) => {
    const moments = Array.from({ length: kills }, () => ({
      percent: Math.floor(random() * 100),
      delayMs: Math.floor(random() * longestDelayMs[disturbs]),
    }));
    return Array.from({ length: Math.ceil(kills / killsPerWorld) }, (_, index) => ({
      disturbance: 'kill' as const,
      moments: moments
        .slice(index * killsPerWorld, (index + 1) * killsPerWorld)
        .toSorted((left, right) => left.percent - right.percent),
    }));
  };
  return parts
    .flatMap((disturbs) => {
      const faults = disturbancesOf(disturbs).filter((disturbance) => disturbance !== 'kill');
      const worlds = [...faults.map((disturbance) => ({ disturbance })), ...drawKills(disturbs)];
      return worlds.map((world) => ({ ...world, disturbs }));
    })
    .map((world, index) => ({ ...world, number: index + 1 }));
}

export function formatWorld(world: World): string {
  const name = worldKinds.get(kindOf(world)) ?? '';
  if (world.disturbance !== 'kill') return name;
  return `${name}, at ${world.moments.map(({ percent, delayMs }) => `${percent} % + ${delayMs} ms`).join(', ')}`;
}
