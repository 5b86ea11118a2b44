import { StageError } from '../errors.ts';
import type { StageDescription } from './description.ts';

class ParentZoneError extends StageError {
  readonly code = 'stage-parent-zone';
}

const label = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';

/** @returns it in small letters. @throws ParentZoneError */
export function requireParentZone(name: string): string {
  const zone = name.toLowerCase();
  if (zone.length <= 200 && new RegExp(`^${label}(?:\\.${label})+$`).test(zone)) return zone;
  throw new ParentZoneError(
    `'${name}' is no name for a parent zone; use a domain like example.com, without a dot at its end`,
  );
}

/** A stage that is up keeps the zone it came up with. @throws ParentZoneError */
export function requireSameZone(stage: StageDescription, wanted: string | undefined): StageDescription {
  if (wanted === undefined || requireParentZone(wanted) === stage.parentZone) return stage;
  throw new ParentZoneError(
    `the stage '${stage.name}' is up with the parent zone ${stage.parentZone}, not ${wanted}; ` +
      'take it down first, or give another one a name',
  );
}
