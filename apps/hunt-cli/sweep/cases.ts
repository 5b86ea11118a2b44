import type { FaultKind } from '@wescale/scaleway-emulator';
import { formatCallSite, type CallSite } from './call-sites.ts';
import { createRandom, sample } from './random.ts';

/** `kill -9` so long after a first run has printed so much of what it prints when nothing disturbs it. */
export interface KillCase {
  kind: 'kill';
  number: number;
  afterPercent: number;
  delayMs: number;
}

/** One fault at one call site of a first run. */
export interface FaultCase {
  kind: 'fault';
  number: number;
  fault: FaultKind;
  site: CallSite;
}

export type SweepCase = KillCase | FaultCase;

/** In the order in which reports list them. */
export const faultNames: Record<FaultKind, string> = {
  too_many_requests: '429, empty body',
  server_error: '500',
  upstream_timeout: '503',
  permissions_denied: '403 while IAM settles',
  transient_state: '409 transient',
  reply_lost: 'reply lost after the effect',
  hang: 'hang',
  out_of_stock: 'out of stock',
  quotas_exceeded: 'quota exceeded',
};

export interface SweepSize {
  seed: number;
  kills: number;
  faults: number | 'all';
}

const longestDelayMs = 500;

/** The cases of a sweep, the same ones for the same seed, size and call sites. */
export function planCases(sites: CallSite[], { seed, kills, faults }: SweepSize): SweepCase[] {
  const random = createRandom(seed);
  const killCases = Array.from({ length: kills }, () => ({
    kind: 'kill' as const,
    afterPercent: Math.floor(random() * 100),
    delayMs: Math.floor(random() * longestDelayMs),
  }));
  const kinds = Object.keys(faultNames) as FaultKind[];
  const everyFault = sites.flatMap((site) => kinds.map((fault) => ({ kind: 'fault' as const, fault, site })));
  const faultCases = faults === 'all' ? everyFault : sample(everyFault, faults, random);
  return [...killCases, ...faultCases].map((one, index) => ({ ...one, number: index + 1 }));
}

export function formatCase(one: SweepCase): string {
  return one.kind === 'kill'
    ? `kill -9, ${one.delayMs} ms after ${one.afterPercent} % of the lines`
    : `${faultNames[one.fault]} at ${formatCallSite(one.site)}`;
}
