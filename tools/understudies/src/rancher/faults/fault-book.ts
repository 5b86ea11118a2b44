import { matchPath } from '../http/find-route.ts';
import type { Fault } from './fault.ts';

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
  meet(method: string, path: string): Fault | undefined {
    let met: Fault | undefined;
    for (const pending of this.#pending) {
      const { fault } = pending;
      if (fault.method !== '*' && fault.method !== method) continue;
      if (matchPath(fault.path, path) === undefined) continue;
      pending.seen += 1;
      if (pending.seen >= (fault.nth ?? 1)) met ??= fault;
    }
    this.#pending = this.#pending.filter(
      ({ fault, seen }) => seen < (fault.nth ?? 1) + (fault.times ?? 1) - 1,
    );
    return met;
  }
}
