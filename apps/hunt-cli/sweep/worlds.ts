import type { FaultKind } from '@wescale/scaleway-emulator';
import { createRandom } from './random.ts';

/** When a run is killed: so many milliseconds after so much of what a first run shows has been shown. */
export interface KillMoment {
  percent: number;
  delayMs: number;
}

/** A first run and what follows it, disturbed in one way, from nothing to nothing. */
export type World =
  { number: number; disturbance: 'kill'; moments: KillMoment[] } | { number: number; disturbance: FaultKind };

export type Disturbance = World['disturbance'];

/** In the order in which they are run and reported. */
export const disturbances: Record<Disturbance, string> = {
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

export interface SweepSize {
  seed: number;
  /** Of all worlds together. */
  kills: number;
  /** How often one first run is killed before it may end. */
  killsPerWorld: number;
  /** How long after a sign of life a kill may come: longer where what is waited for takes longer. @default 500 */
  longestDelayMs?: number;
}

/** The worlds of a sweep, the same ones for the same seed and size: one a kind of fault, then those of the kills. */
export function planWorlds({ seed, kills, killsPerWorld, longestDelayMs = 500 }: SweepSize): World[] {
  const random = createRandom(seed);
  const moments = Array.from({ length: kills }, () => ({
    percent: Math.floor(random() * 100),
    delayMs: Math.floor(random() * longestDelayMs),
  }));
  const faults = (Object.keys(disturbances) as Disturbance[]).filter((name) => name !== 'kill');
  const killed = Array.from({ length: Math.ceil(kills / killsPerWorld) }, (_, index) => ({
    disturbance: 'kill' as const,
    moments: moments
      .slice(index * killsPerWorld, (index + 1) * killsPerWorld)
      .toSorted((left, right) => left.percent - right.percent),
  }));
  return [...faults.map((disturbance) => ({ disturbance })), ...killed].map((world, index) => ({
    ...world,
    number: index + 1,
  }));
}

export function formatWorld(world: World): string {
  if (world.disturbance !== 'kill') return disturbances[world.disturbance];
  return `kill -9 at ${world.moments.map(({ percent, delayMs }) => `${percent} % + ${delayMs} ms`).join(', ')}`;
}
