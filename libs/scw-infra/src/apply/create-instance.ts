import { requireAnswer } from '../client/require-answer.ts';
import { ignoreMissing } from '../client/ignore-missing.ts';
import { OutOfStock } from '../errors/call-errors.ts';
import { removeServer } from '../destroy/remove-server.ts';
import type { ActualServer } from '../read/actual.ts';
import { fromServer } from '../read/from-sdk.ts';
import { describeState, getServer } from '../read/get-server.ts';
import { listServers } from '../read/list-resources.ts';
import { chooseServer, isLeaving } from '../read/select-resources.ts';
import { imageTagPrefix, rootVolumeName, userDataRemovedTag } from '../resource.ts';
import { setCloudInit } from '../user-data/user-data.ts';
import { awaitFreeIp } from './apply-ip.ts';
import { needId, type ApplyRun } from './apply-run.ts';
import { tagVolume } from './apply-volume.ts';
import { createOnce } from './create-once.ts';
import { powerOn } from './power-on.ts';

async function postServer({ session, desired, ids }: ApplyRun, imageId: string): Promise<ActualServer> {
  const { name, tag, instance } = desired;
  const { commercialType, imageLabel, rootVolumeSizeBytes } = instance;
  try {
    const answer = await session.instance.createServer({
      name,
      commercialType,
      image: imageId,
      tags: [tag, `${imageTagPrefix}${imageLabel}`],
      // The IP comes with the Instance: attaching one to a running Instance is slow and was racy.
      publicIps: [needId(ids, 'ipId')],
      dynamicIpRequired: false,
      securityGroup: needId(ids, 'securityGroupId'),
      volumes: {
        '0': { name: rootVolumeName(desired), size: rootVolumeSizeBytes, volumeType: 'sbs_volume' },
      },
      bootType: 'local',
      protected: false,
      project: session.client.projectId,
    });
    return fromServer(requireAnswer(answer.server, ['create instance', 'POST', '/servers']));
  } catch (error) {
    if (error instanceof OutOfStock) throw new OutOfStock(error.call, commercialType, session.client.zone);
    throw error;
  }
}

/** Those of our name, the one to keep first. */
async function findServers({ session, desired }: ApplyRun): Promise<ActualServer[]> {
  const ours = (await listServers(session, desired.tag)).filter(
    (server) => server.name === desired.name && !isLeaving(server),
  );
  const chosen = chooseServer(ours, desired.name);
  return chosen ? [chosen, ...ours.filter((server) => server !== chosen)] : [];
}

async function awaitGone({ session, desired }: ApplyRun, serverId: string): Promise<void> {
  await session.wait('instance', 'delete', {
    what: `the former instance ${desired.name} to be gone`,
    look: async () => ignoreMissing(getServer(session, serverId)),
    isDone: (server) => server === undefined,
    describe: describeState,
  });
}

/**
 * Creates the Instance, tags its volume, hands over its cloud-init, powers it on and waits until it runs.
 * A run that ends in between leaves an Instance that stands still, which the next plan repairs.
 */
export async function createInstance(
  run: ApplyRun,
  step: { imageId: string; leavingServerIds: readonly string[] },
): Promise<void> {
  const { session, desired, ids } = run;
  for (const serverId of step.leavingServerIds) await awaitGone(run, serverId);
  if (step.leavingServerIds.length > 0) await awaitFreeIp(run, step.leavingServerIds);
  session.progress('instance', 'create');
  const server = await createOnce(session, {
    resource: 'instance',
    find: () => findServers(run),
    create: () => postServer(run, step.imageId),
    discard: ({ id }) => removeServer(session, id, desired.tag),
  });
  ids.serverId = server.id;
  if (server.rootVolumeId !== undefined) {
    ids.volumeId = server.rootVolumeId;
    await tagVolume(run, server.rootVolumeId);
  }
  // One that was found rather than created may have booted already, and its user data may have been taken away.
  if (server.state === 'stopped' && !server.tags.includes(userDataRemovedTag)) {
    session.progress('instance', 'set user data');
    await setCloudInit(session, server.id, desired.instance.cloudInit);
  }
  await powerOn(session, server.id, server.name);
}

/** Removes the Instance and its volume, and creates it anew with the same IP. */
export async function replaceInstance(
  run: ApplyRun,
  step: { imageId: string; serverId: string },
): Promise<void> {
  await removeServer(run.session, step.serverId, run.desired.tag);
  delete run.ids.serverId;
  delete run.ids.volumeId;
  await createInstance(run, { imageId: step.imageId, leavingServerIds: [step.serverId] });
}
