import { describeObject, nameOnly, type ObjectName } from '../chart/manifest.ts';
import { isObject } from '../release/json.ts';

/** A field of an object that belongs to somebody else. */
export interface ObjectConflict {
  object: ObjectName;
  /** `.spec.replicas` */
  field: string;
  /** Who set it, in the API's words: `conflict with "kubectl-edit" using apps/v1`. */
  message: string;
}

/** From the answer 409 to a server-side apply; each cause is a field that has another manager. */
export function parseConflicts(object: ObjectName, body: string): ObjectConflict[] {
  const status: unknown = JSON.parse(body);
  const details = isObject(status) ? status['details'] : undefined;
  const causes: unknown[] = isObject(details) && Array.isArray(details['causes']) ? details['causes'] : [];
  return causes
    .filter(isObject)
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ field, message }) => ({
      object: nameOnly(object),
      field: String(field),
      message: String(message),
    }));
}

export const describeConflict = ({ object, field, message }: ObjectConflict): string =>
  `${describeObject(object)} ${field}: ${message}`;
