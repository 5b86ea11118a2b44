import { createHash } from 'node:crypto';
import { namespaceName } from '../ownership/claim.ts';
import { runIpBatch } from '../run-command.ts';
import { planAddresses } from './address-plan.ts';
import { raiseStageLink, removeStageLink } from './stage-link.ts';

/** Everything of a control plane's network that is named after it, from the cluster's id. */
export interface ControlPlaneNames {
  /** Unique among the clusters of its stage. */
  short: string;
  link: string;
  /** In which it runs; it goes with its stage. */
  namespace: string;
}

export function nameControlPlane(stage: string, clusterId: string): ControlPlaneNames {
  const short = createHash('sha256').update(clusterId).digest('hex').slice(0, 8);
  return { short, link: `cp${short}`, namespace: namespaceName(stage, `cp${short}`) };
}

/** A network of its own for a control plane, with one address of the stage, as a machine has it. */
export async function layControlPlaneLink(options: {
  stage: string;
  number: number;
  names: ControlPlaneNames;
  address: string;
}): Promise<void> {
  const { stage, number, names, address } = options;
  const { gateway } = planAddresses(number);
  await runIpBatch([
    `netns add ${names.namespace}`,
    `link add ${names.link} netns ${namespaceName(stage)} type veth peer name eth0 netns ${names.namespace}`,
  ]);
  await runIpBatch(
    [
      'link set lo up',
      `address add ${address}/32 dev eth0`,
      'link set eth0 up',
      `route add ${gateway}/32 dev eth0`,
      `route add default via ${gateway}`,
    ],
    names.namespace,
  );
  await raiseStageLink({ stage, number, link: names.link, addresses: [address] });
}

export async function removeControlPlaneLink(stage: string, names: ControlPlaneNames): Promise<void> {
  await removeStageLink(stage, names.link, names.namespace);
}
