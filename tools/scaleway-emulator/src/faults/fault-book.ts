import { CallSites } from './call-sites.ts';
import { cloudMethod, type Fault, type FaultKind } from './fault.ts';

/** A fault that meets a request. */
export interface MetFault {
  kind: FaultKind;
  /** Of a fault that meets every call site: which one this is. */
  site?: string;
}

interface PendingFault {
  fault: Fault;
  /** Matching requests; with `everySite` only those that it has met. */
  seen: number;
  sites: CallSites | undefined;
}

/** The faults that are still to happen. */
export class FaultBook {
  #pending: PendingFault[] = [];

  inject(fault: Fault): void {
    const sites = fault.everySite === undefined ? undefined : new CallSites(fault.everySite);
    this.#pending.push({ fault, seen: 0, sites });
  }

  clear(): void {
    this.#pending = [];
  }

  /** Counts a request and says which fault meets it; the one injected first wins. */
  meet(method: string, path: string): MetFault | undefined {
    let met: MetFault | undefined;
    for (const pending of this.#pending) {
      if (!matches(pending.fault, method, path)) continue;
      // A call that another fault has met is not let through, so that its site is still to come.
      if (pending.sites !== undefined && met !== undefined) continue;
      const found = count(pending, method, path);
      met ??= found;
    }
    this.#pending = this.#pending.filter((pending) => !isSpent(pending));
    return met;
  }
}

function count(pending: PendingFault, method: string, path: string): MetFault | undefined {
  const { kind, nth = 1 } = pending.fault;
  if (pending.sites === undefined) {
    pending.seen += 1;
    return pending.seen >= nth ? { kind } : undefined;
  }
  const site = pending.sites.strike(method, path, kind);
  if (site === undefined) return undefined;
  pending.seen += 1;
  return { kind, site };
}

function isSpent({ fault: { nth = 1, times, everySite }, seen }: PendingFault): boolean {
  if (everySite !== undefined) return times !== undefined && seen >= times;
  return seen >= nth + (times ?? 1) - 1;
}

/** Whether a request is one that the fault names. */
export function matches(fault: Pick<Fault, 'method' | 'path'>, method: string, path: string): boolean {
  if (fault.method === '*' ? method === cloudMethod : fault.method.toUpperCase() !== method) return false;
  const pattern = fault.path.split('/');
  const segments = path.split('/');
  if (pattern.at(-1) === '*') {
    pattern.pop();
    if (segments.length <= pattern.length) return false;
    segments.length = pattern.length;
  }
  return (
    pattern.length === segments.length &&
    pattern.every((segment, index) => segment.startsWith(':') || segment === segments[index])
  );
}
