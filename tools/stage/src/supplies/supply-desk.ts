import { StageError } from '../errors.ts';
import type { SupplyName, SupplyReport, SupplyValues } from './supply.ts';

/** Something that a stage hands out could not be made. */
export class SupplyError extends StageError {
  readonly code = 'stage-supply';
}

/** Where the servers of a stage wait for what is made outside of it. */
export interface SupplyDesk {
  /** @throws SupplyError when it could not be made; who asks again has it tried again. */
  get<Name extends SupplyName>(name: Name): Promise<SupplyValues[Name]>;
  /** A supply was made, or could not be. */
  deliver(report: SupplyReport): void;
}

interface Waiting {
  resolve: (value: SupplyValues[SupplyName]) => void;
  reject: (reason: Error) => void;
}

/** `order` is told once for each supply that somebody waits for. */
export function createSupplyDesk(order: (name: SupplyName) => void): SupplyDesk {
  const made = new Map<SupplyName, SupplyValues[SupplyName]>();
  const waiting = new Map<SupplyName, Waiting[]>();
  return {
    async get<Name extends SupplyName>(name: Name): Promise<SupplyValues[Name]> {
      const value = made.get(name) as SupplyValues[Name] | undefined;
      if (value !== undefined) return value;
      return new Promise<SupplyValues[SupplyName]>((resolve, reject) => {
        const others = waiting.get(name);
        waiting.set(name, [...(others ?? []), { resolve, reject }]);
        if (others === undefined) order(name);
      }) as Promise<SupplyValues[Name]>;
    },
    deliver(report): void {
      const all = waiting.get(report.name) ?? [];
      waiting.delete(report.name);
      if (report.state === 'made') {
        made.set(report.name, report.value);
        for (const { resolve } of all) resolve(report.value);
      } else {
        const failure = new SupplyError(
          `the stage could not make its ${report.name}: ${report.message.trim()}\n` +
            'mend that, be it the network, the disk or Go, and run again: it is made when somebody asks for it',
        );
        for (const { reject } of all) reject(failure);
      }
    },
  };
}
