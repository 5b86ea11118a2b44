import { namespaceName } from '../ownership/claim.ts';
import { runIpBatch, tryCommand } from '../run-command.ts';
import { planAddresses } from './address-plan.ts';
import { deleteNamespace } from './namespace.ts';

/** Sets a link's end in the stage up: it is the gateway of whoever is at the other, and leads to these addresses. */
export async function raiseStageLink(options: {
  stage: string;
  number: number;
  link: string;
  addresses: readonly string[];
}): Promise<void> {
  const { stage, number, link, addresses } = options;
  await runIpBatch(
    [
      `address add ${planAddresses(number).gateway}/32 dev ${link}`,
      `link set ${link} up`,
      ...addresses.map((address) => `route add ${address}/32 dev ${link}`),
    ],
    namespaceName(stage),
  );
}

/** Takes a link away and the namespace of its other end; what is gone already is fine. */
export async function removeStageLink(stage: string, link: string, namespace: string): Promise<void> {
  await tryCommand('ip', ['-netns', namespaceName(stage), 'link', 'delete', link]);
  await deleteNamespace(namespace);
}
