const label = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';
const hostName = new RegExp(`^${label}(?:\\.${label})*\\.?$`);
const ownerName = new RegExp(`^(?:\\*|(?:\\*\\.)?${label}(?:\\.${label})*)?$`);

/** Whether a host name can be in DNS: labels of letters, digits, hyphens and underscores (RFC 1035, section 2.3). */
export const isHostName = (name: string): boolean => hostName.test(name) && name.length <= 254;

/** Whether a record can have this name in its zone: relative, empty for the zone's head, `*` as the first label. */
export const isOwnerName = (name: string): boolean => ownerName.test(name);

/** A host name in full, with its dot at the end. */
export function absoluteName(name: string, zoneName: string): string {
  // Assumption: a host name in a record that does not end with a dot is relative to the zone, and is completed.
  return name.endsWith('.') ? name : `${name}.${zoneName}.`;
}
