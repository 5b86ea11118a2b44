import { Bind9ZoneError } from '../errors.ts';

/** The walk from the root ended before the parent of the zone was found. */
export class WalkFailedError extends Bind9ZoneError {
  readonly code = 'walk-failed';
  /** The name that was looked for. */
  readonly wanted: string;
  /** The zone where the walk ended. */
  readonly zone: string;

  constructor(wanted: string, zone: string, reasons: readonly string[]) {
    super(
      `The walk from the root towards ${wanted} ended at ${zone}: no server of it helps ` +
        `(${[...new Set(reasons)].join('; ')}).`,
    );
    this.wanted = wanted;
    this.zone = zone;
  }
}
