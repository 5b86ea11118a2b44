import { readdirSync } from 'node:fs';
import path from 'node:path';
import { raiseHostLimits } from '../host/host-limits.ts';
import { readOwnCgroupFolders } from '../machine/cgroups.ts';
import { freeNumber, planAddresses } from '../network/address-plan.ts';
import type { Claim } from './claim.ts';
import { listClaims, writeClaim } from './claim.ts';
import type { ProcessRecord } from './process-record.ts';

/**
 * Takes the lowest free number for a stage and writes down all it will own, before any of it is made. The
 * caller holds the lock of the host and has removed dead stages.
 */
export function claimStage(kind: Claim['kind'], name: string, owner: ProcessRecord): Claim {
  const taken = new Set(listClaims().map((claim) => claim.number));
  const links = new Set(readdirSync('/sys/class/net'));
  for (let number = 0; number < 256; number += 1)
    if (links.has(planAddresses(number).hostLink)) taken.add(number);
  const claim: Claim = {
    kind,
    name,
    number: freeNumber(taken),
    owner,
    cgroups: readOwnCgroupFolders().map((folder) => path.join(folder, `hunt-${name}`)),
  };
  writeClaim(claim);
  raiseHostLimits();
  return claim;
}
