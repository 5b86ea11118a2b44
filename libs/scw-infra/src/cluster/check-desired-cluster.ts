import { check, checkNameAndTag } from '../check-desired.ts';
import type { DesiredCluster, DesiredPool } from './cluster.ts';
import { replacementOf } from './pool-identity.ts';

const isCount = (count: number, least: number): boolean => Number.isInteger(count) && count >= least;

function checkPool(pool: DesiredPool, option: string, region: string): void {
  const { size, autoscaling, rootVolumeSizeBytes, upgradePolicy } = pool;
  check(
    /^[a-z0-9]([a-z0-9-]{0,40}[a-z0-9])?$/.test(pool.name),
    `${option}.name`,
    'lower case letters, digits and hyphens, at most 42',
  );
  check(
    replacementOf(pool.name) === undefined,
    `${option}.name`,
    'a name without eight hexadecimal digits at its end, as replacements have',
  );
  check(/^\S+$/.test(pool.nodeType), `${option}.nodeType`, 'a type like DEV1-M');
  check(pool.zone.startsWith(`${region}-`), `${option}.zone`, `a zone of ${region}`);
  check(isCount(size, 1), `${option}.size`, 'a whole number, at least 1');
  check(
    autoscaling === undefined ||
      (isCount(autoscaling.minSize, 0) && autoscaling.maxSize >= Math.max(1, autoscaling.minSize)),
    `${option}.autoscaling`,
    'whole numbers, maxSize at least minSize',
  );
  check(
    autoscaling === undefined || (size >= autoscaling.minSize && size <= autoscaling.maxSize),
    `${option}.size`,
    'a number between the bounds of autoscaling',
  );
  check(
    rootVolumeSizeBytes === undefined || isCount(rootVolumeSizeBytes, 20_000_000_000),
    `${option}.rootVolumeSizeBytes`,
    'a whole number of bytes, at least 20 GB',
  );
  check(
    upgradePolicy === undefined ||
      (isCount(upgradePolicy.maxUnavailable, 0) &&
        isCount(upgradePolicy.maxSurge, 0) &&
        upgradePolicy.maxUnavailable + upgradePolicy.maxSurge > 0),
    `${option}.upgradePolicy`,
    'whole numbers, not both 0',
  );
}

/** @throws {InvalidOption} when the desired state cannot be right */
export function checkDesiredCluster(desired: DesiredCluster, { region }: { region: string }): void {
  checkNameAndTag(desired);
  const { version, pools, allowedSources = [] } = desired;
  check(/^\d+\.\d+\.\d+$/.test(version), 'version', 'a full version like 1.36.3');
  check(pools.length > 0, 'pools', 'at least one pool');
  check(new Set(pools.map(({ name }) => name)).size === pools.length, 'pools', 'names that differ');
  for (const [index, pool] of pools.entries()) checkPool(pool, `pools[${index}]`, region);
  for (const [index, source] of allowedSources.entries())
    check(
      /^[0-9a-f.:]+\/\d{1,3}$/i.test(source),
      `allowedSources[${index}]`,
      'a CIDR block like 192.0.2.0/24',
    );
}
