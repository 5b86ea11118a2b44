import {
  applyPrivateNetwork,
  planPrivateNetwork,
  readPrivateNetwork,
  type ActualPrivateNetwork,
  type DesiredPrivateNetwork,
  type PrivateNetworkChange,
} from '@wescale/scw-infra';
import type { Board } from '../board/board.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import { describeProgress, scalewayClient } from '../scaleway/hunt-infra.ts';
import { splitSentence } from '../scaleway/planned-changes.ts';
import type { Step } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface NetworkState {
  desired: DesiredPrivateNetwork;
  actual: ActualPrivateNetwork;
}

/** A Private Network of the board's own. Kapsule makes one that leaks where it is given none. */
export const network = ({ clusterName, tag }: Board): Step<NetworkState, PlannedChange> => ({
  name: 'network',
  title: "the board's Private Network",

  async read({ scaleway, signal, progress }) {
    const desired = { name: clusterName, tag };
    const actual = await readPrivateNetwork(scalewayClient(scaleway, progress), desired, { signal });
    return { desired, actual };
  },

  plan: ({ actual, desired }) => planPrivateNetwork(actual, desired).map(toPlannedChange),

  async apply(_changes, { actual, desired }, { scaleway, signal, progress }) {
    const client = scalewayClient(scaleway, progress);
    await applyPrivateNetwork(client, desired, planPrivateNetwork(actual, desired), {
      signal,
      onProgress: (event) => progress(describeProgress(event)),
    });
  },

  verify({ actual: { network: found }, desired }) {
    if (found !== undefined) return Promise.resolve();
    throw new VerificationError(`there is no Private Network ${desired.name}; run hunt kapsule again`);
  },

  outputs: ({ actual: { network: found } }) =>
    found === undefined ? undefined : { privateNetworkId: found.id },
});

function toPlannedChange(change: PrivateNetworkChange): PlannedChange {
  const isCreation = change.kind === 'create-private-network';
  return {
    action: isCreation ? 'create' : 'delete',
    resource: isCreation ? 'private-network' : `private-network:${change.network.name}`,
    ...splitSentence(change.sentence),
  };
}
