import type { Session } from '../client/session.ts';
import type { DesiredInfra } from '../desired.ts';
import type { ExistingIds } from '../plan/change.ts';

/** One apply under way. `ids` fills up as things come into being. */
export interface ApplyRun {
  readonly session: Session;
  readonly desired: DesiredInfra;
  readonly ids: ExistingIds;
}

/** What the plan promised to be there by now. */
export function needId(ids: ExistingIds, field: keyof ExistingIds): string {
  const id = ids[field];
  if (id === undefined) throw new TypeError(`the plan has no step that yields ${field}`);
  return id;
}
