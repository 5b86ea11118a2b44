import type { Fault, FaultKind } from './fault.ts';

/** The faults that are still to happen. */
export class FaultBook {
  #pending: { fault: Fault; seen: number }[] = [];

  inject(fault: Fault): void {
    this.#pending.push({ fault, seen: 0 });
  }

  clear(): void {
    this.#pending = [];
  }

  /** Counts a request and says which fault meets it; the one injected first wins. */
  meet(method: string, path: string): FaultKind | undefined {
    let kind: FaultKind | undefined;
    for (const pending of this.#pending) {
      if (!matches(pending.fault, method, path)) continue;
      pending.seen += 1;
      if (pending.seen >= (pending.fault.nth ?? 1)) kind ??= pending.fault.kind;
    }
    this.#pending = this.#pending.filter(
      ({ fault, seen }) => seen < (fault.nth ?? 1) + (fault.times ?? 1) - 1,
    );
    return kind;
  }
}

/** Whether a request is one that the fault names. */
export function matches(fault: Pick<Fault, 'method' | 'path'>, method: string, path: string): boolean {
  if (fault.method !== '*' && fault.method.toUpperCase() !== method) return false;
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
