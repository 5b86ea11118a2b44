import { createHash } from 'node:crypto';
import { namespaceName } from '../ownership/claim.ts';
import { runIpBatch, tryCommand } from '../run-command.ts';
import { raiseStageLink, removeStageLink } from './stage-link.ts';

/** Everything that is named after a machine, from its id. */
export interface MachineNames {
  /** Unique among the machines of its stage; short, since a link's name holds 15 characters. */
  short: string;
  link: string;
  /** As Scaleway's: locally administered, `de:00:00`. */
  mac: string;
}

export function nameMachine(machineId: string): MachineNames {
  const hash = createHash('sha256').update(machineId).digest('hex');
  const short = hash.slice(0, 8);
  return {
    short,
    link: `vm${short}`,
    mac: `de:00:00:${hash.slice(8, 10)}:${hash.slice(10, 12)}:${hash.slice(12, 14)}`,
  };
}

/** The namespace in which the machine's end of its link waits for the machine. */
export function waitingNamespace(stage: string, names: MachineNames): string {
  return namespaceName(stage, names.short);
}

/**
 * Lays the machine's link: one end in the stage with the gateway's address and a route for each address of
 * the machine, the other, `ens2` as on the real Instance, waiting for the machine. A machine that ended took
 * its link along or left a dead one; both are fine.
 */
export async function layMachineLink(options: {
  stage: string;
  number: number;
  names: MachineNames;
  addresses: readonly string[];
}): Promise<void> {
  const { stage, number, names } = options;
  await removeMachineLink(stage, names);
  const inStage = namespaceName(stage);
  const waiting = waitingNamespace(stage, names);
  await runIpBatch([
    `netns add ${waiting}`,
    `link add ${names.link} netns ${inStage} type veth peer name ens2 address ${names.mac} netns ${waiting}`,
  ]);
  await raiseStageLink({ stage, number, link: names.link, addresses: options.addresses });
}

export async function removeMachineLink(stage: string, names: MachineNames): Promise<void> {
  await removeStageLink(stage, names.link, waitingNamespace(stage, names));
}

/** Leads these addresses to the machine, and no others. */
export async function routeToMachine(
  stage: string,
  names: MachineNames,
  addresses: readonly string[],
): Promise<void> {
  await tryCommand('ip', ['-netns', namespaceName(stage), 'route', 'flush', 'dev', names.link]);
  await runIpBatch(
    addresses.map((address) => `route replace ${address}/32 dev ${names.link}`),
    namespaceName(stage),
  );
}
