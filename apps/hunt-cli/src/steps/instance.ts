import { applyInfra, deleteUserData, isUserDataRemoved, planInfra, readInfra } from '@wescale/scw-infra';
import type { ActualInfra, Allowance, DesiredInfra, InfraPlan } from '@wescale/scw-infra';
import { fingerprint, parseHostKey, publicKeyOf } from '@wescale/ssh-host';
import { cloudInitWithHostKey } from '../host-key/cloud-init.ts';
import {
  clientKeyName,
  forgetHostKeys,
  hostKeyNames,
  readOrCreateKey,
  readPublicKey,
} from '../host-key/host-keys.ts';
import { rotateHostKey } from '../host-key/rotate-host-key.ts';
import { waitForSsh } from '../host-key/wait-for-ssh.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import { describeProgress, huntInfra, scalewayClient } from '../scaleway/hunt-infra.ts';
import { toPlannedChanges } from '../scaleway/planned-changes.ts';
import type { Step, StepContext } from './step.ts';

interface InstanceState {
  infra: ActualInfra;
  desired: DesiredInfra;
  /** Of the key that the machine shows once it is rotated. */
  hostKey: string | undefined;
}

const rotation: PlannedChange = {
  action: 'run',
  resource: 'host-key',
  summary: 'rotate the host key and remove the user data',
  reason: 'the key of the first boot lies in user data, which any tenant of the machine can read',
};

/** The game master's machine: an address, a firewall, a server, and a host key that only it and we know. */
export const instance: Step<InstanceState, PlannedChange> = {
  name: 'instance',
  title: 'a running Instance with a fixed address, reached with a host key known beforehand',

  async read(context) {
    const desired = await desiredInfra(context);
    const { scaleway, signal, progress } = context;
    const infra = await readInfra(scalewayClient(scaleway, progress), desired, { signal });
    return { infra, desired, hostKey: await readPublicKey(context.secrets, hostKeyNames.rotated) };
  },

  plan: ({ infra, desired }, context) => [
    ...toPlannedChanges(infraPlan(infra, desired, context)),
    ...(isRotated(infra) ? [] : [rotation]),
  ],

  async apply(_changes, { infra, desired }, context) {
    const { secrets, scaleway, signal, progress } = context;
    const client = scalewayClient(scaleway, progress);
    const plan = infraPlan(infra, desired, context);
    const isNew = plan.changes.some(({ step }) => /^(create|replace)-instance$/.test(step.kind));
    // A new machine gets keys of its own: those of one that is gone may be known to whoever holds its disk.
    if (isNew) await forgetHostKeys(secrets);
    if (isNew || !isRotated(infra)) await readOrCreateKey(secrets, hostKeyNames.handedOver);
    const { serverId, address } = await applyInfra(client, await desiredInfra(context), plan, {
      signal,
      onProgress: (event) => progress(describeProgress(event)),
    });
    if (!isNew && isRotated(infra)) return;
    await waitForSsh(address, context);
    await rotateHostKey(address, context);
    // In this order: until the user data is gone, a next run has to rotate again, with the key that is kept.
    await deleteUserData(client, serverId, { signal });
    await secrets.remove(hostKeyNames.handedOver);
  },

  async verify({ infra }, context) {
    const connection = await waitForSsh(infra.ip?.address ?? '', context);
    await connection.run('true', { signal: context.signal });
  },

  outputs({ infra: { ip, server }, hostKey }) {
    // Until its host key is rotated the machine may still be booting, and nothing else can be read from it.
    if (ip === undefined || server?.state !== 'running' || !isUserDataRemoved(server)) return undefined;
    return {
      address: ip.address,
      serverId: server.id,
      ...(hostKey === undefined ? {} : { hostKeyFingerprint: fingerprint(parseHostKey(hostKey).blob) }),
    };
  },
};

function infraPlan(infra: ActualInfra, desired: DesiredInfra, { allowed }: StepContext): InfraPlan {
  return planInfra(infra, desired, { allow: allowed as readonly Allowance[] });
}

function isRotated({ server }: ActualInfra): boolean {
  return server !== undefined && isUserDataRemoved(server);
}

/** The host key is in it only while it is still to be handed over; a machine that has booted is not compared by it. */
async function desiredInfra({ secrets, configuration }: StepContext): Promise<DesiredInfra> {
  const clientKey = await readOrCreateKey(secrets, clientKeyName);
  const handedOver = await secrets.read(hostKeyNames.handedOver);
  return huntInfra(configuration, {
    clientPublicKey: publicKeyOf(clientKey),
    cloudInit: handedOver === undefined ? '' : cloudInitWithHostKey(handedOver),
  });
}
