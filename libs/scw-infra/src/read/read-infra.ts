import { checkDesired } from '../check-desired.ts';
import { ignoreMissing } from '../client/ignore-missing.ts';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { openSession, type Session } from '../client/session.ts';
import type { DesiredInfra, SecurityRule } from '../desired.ts';
import type { OperationOptions } from '../progress.ts';
import { whyReplace } from '../plan/plan-instance.ts';
import { readCloudInit } from '../user-data/user-data.ts';
import type { ActualInfra } from './actual.ts';
import { forgetGoneHolders } from './forget-gone-holders.ts';
import { fromRules, fromVolume } from './from-sdk.ts';
import { listAll } from './list-all.ts';
import { listResources } from './list-resources.ts';
import { readOffer } from './read-offer.ts';
import { selectResources } from './select-resources.ts';

/** Whether the present Instance can stay; otherwise the plan will want to know what can be had. */
function isInstanceKept({ server, volume }: ActualInfra, { instance }: DesiredInfra): boolean {
  if (server === undefined) return false;
  const mustShrink = volume !== undefined && volume.sizeBytes > instance.rootVolumeSizeBytes;
  return whyReplace(server, instance).length === 0 && !mustShrink;
}

async function readRules(session: Session, securityGroupId: string): Promise<Required<SecurityRule>[]> {
  const rules = await listAll(async (page) => {
    const answer = await session.instance.listSecurityGroupRules({ securityGroupId, page });
    return { items: answer.rules, totalCount: answer.totalCount };
  });
  return fromRules(rules);
}

/** A volume whose Instance was created by a run that ended before it could tag the volume. */
async function readUntaggedVolume(session: Session, found: ActualInfra): Promise<ActualInfra> {
  const volumeId = found.server?.rootVolumeId;
  if (volumeId === undefined || found.volume) return found;
  const volume = await ignoreMissing(session.block.getVolume({ volumeId }));
  return volume ? { ...found, volume: fromVolume(volume) } : found;
}

/** Fills in what the lists do not say, each part only when the plan will ask for it. */
async function readDetails(
  session: Session,
  found: ActualInfra,
  desired: DesiredInfra,
): Promise<ActualInfra> {
  const { securityGroup, server } = found;
  const isStill = server !== undefined && server.state !== 'running' && server.state !== 'starting';
  const [rules, cloudInit, offer] = await Promise.all([
    securityGroup && readRules(session, securityGroup.id),
    isStill ? readCloudInit(session, server.id) : undefined,
    isInstanceKept(found, desired) ? undefined : readOffer(session, desired.instance),
  ]);
  return {
    ...found,
    ...(securityGroup && { securityGroup: { ...securityGroup, rules } }),
    ...(cloudInit !== undefined && { cloudInit }),
    ...(offer && { offer }),
  };
}

/**
 * Reads what exists of a deployment: five lists at once, then the rules of its security group.
 * There is no state file: what carries the tag is ours, and names tell which is which.
 *
 * @throws {ScwInfraError} of the failed call
 */
export async function readInfra(
  client: ScalewayClient,
  desired: DesiredInfra,
  options: OperationOptions = {},
): Promise<ActualInfra> {
  checkDesired(desired);
  const session = openSession(client, options);
  const listed = await forgetGoneHolders(session, await listResources(session, desired));
  const found = await readUntaggedVolume(session, selectResources(listed, desired, client.zone));
  return readDetails(session, found, desired);
}
