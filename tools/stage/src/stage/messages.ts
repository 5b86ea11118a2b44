import type { DebianMirror } from '../packages/apt-sources.ts';
import type { Claim } from '../ownership/claim.ts';
import type { StageDescription } from './description.ts';

/** What the caller of `stageUp` tells the supervisor, once. */
export interface SupervisorOrder {
  claim: Claim;
  mirror: DebianMirror;
  timeScale: number | undefined;
  parentZone: string;
}

/** What the supervisor tells the caller. */
export type SupervisorReport = { kind: 'ready' } | { kind: 'failed'; message: string };

/** What the supervisor tells the world inside the stage's namespace, once. */
export interface WorldOrder extends SupervisorOrder {
  aptProxy: { host: string; port: number };
}

/** What the world tells the supervisor. */
export type WorldReport =
  { kind: 'ready'; description: StageDescription } | { kind: 'failed'; message: string };
