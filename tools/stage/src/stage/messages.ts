import type { DebianMirror } from '../packages/apt-sources.ts';
import type { SupplyName, SupplyReport } from '../supplies/supply.ts';
import type { Claim } from '../ownership/claim.ts';
import type { StageDescription } from './description.ts';

/** What the caller of `stageUp` tells the supervisor, once. */
export interface SupervisorOrder {
  claim: Claim;
  mirror: DebianMirror;
  timeScale: number | undefined;
  parentZone: string;
  /** Programs of the host that the description names. */
  programs: Pick<StageDescription, 'helm' | 'kubectl'>;
  /** Whether supplies are made at once, or when somebody asks for them. */
  supplies: 'at once' | 'on demand';
}

/** What the supervisor tells the caller. */
export type SupervisorReport = { kind: 'ready' } | { kind: 'failed'; message: string };

/** What the supervisor tells the world inside the stage's namespace, once. */
export interface WorldOrder extends SupervisorOrder {
  aptProxy: { host: string; port: number };
}

/** What the supervisor tells the world after that. */
export interface WorldNews {
  kind: 'supply';
  report: SupplyReport;
}

/** What the world tells the supervisor. */
export type WorldReport =
  | { kind: 'ready'; description: StageDescription }
  | { kind: 'failed'; message: string }
  | { kind: 'wanted'; supply: SupplyName };
