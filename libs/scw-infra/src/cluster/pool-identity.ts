import { createHash } from 'node:crypto';
import type { DesiredPool, Pool } from './cluster.ts';

/** `PRO2-XXS` and `pro2_xxs` are the same. */
export const nodeTypeName = (nodeType: string): string => nodeType.toLowerCase().replaceAll('-', '_');

/** For example `PRO2-XXS`, as the Instance API calls it. */
export const commercialTypeName = (nodeType: string): string => nodeType.toUpperCase().replaceAll('_', '-');

/** What cannot change about a pool once it exists, in words. Empty: it can stay. */
export function whyReplacePool(pool: Pool, desired: DesiredPool): string[] {
  const reasons: string[] = [];
  const wanted = nodeTypeName(desired.nodeType);
  const present = nodeTypeName(pool.nodeType);
  if (present !== wanted) reasons.push(`node type ${present} → ${wanted} (cannot change in place)`);
  if (pool.zone !== desired.zone)
    reasons.push(`zone ${pool.zone} → ${desired.zone} (cannot change in place)`);
  const { rootVolumeSizeBytes: size } = desired;
  if (size !== undefined && size !== pool.rootVolumeSizeBytes)
    reasons.push(
      `root volume ${pool.rootVolumeSizeBytes / 1e9} GB → ${size / 1e9} GB (cannot change in place)`,
    );
  return reasons;
}

/** The name of a pool that takes over from another of the same purpose: it follows from what cannot change. */
export function replacementName({ name, nodeType, zone, rootVolumeSizeBytes }: DesiredPool): string {
  const fixed = [nodeTypeName(nodeType), zone, rootVolumeSizeBytes ?? ''].join('|');
  return `${name}-${createHash('sha256').update(fixed).digest('hex').slice(0, 8)}`;
}

/** The pool that one of such a name replaces. */
export const replacementOf = (name: string): string | undefined => /^(.+)-[0-9a-f]{8}$/.exec(name)?.[1];

/** Whether the pool was made for the desired one, be it the first or a replacement. */
export const isPoolFor = (pool: { name: string }, desired: { name: string }): boolean =>
  pool.name === desired.name || replacementOf(pool.name) === desired.name;
