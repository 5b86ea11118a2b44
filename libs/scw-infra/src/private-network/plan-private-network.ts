import type {
  ActualPrivateNetwork,
  DesiredPrivateNetwork,
  PrivateNetwork,
  PrivateNetworkChange,
} from './private-network.ts';

/** Decides whether to create the network, and which to delete because there must be one only. Pure. */
export function planPrivateNetwork(
  actual: ActualPrivateNetwork,
  desired: DesiredPrivateNetwork,
): PrivateNetworkChange[] {
  const { network, extras } = actual;
  return [
    ...(network === undefined
      ? [
          {
            kind: 'create-private-network' as const,
            sentence: `create private network ${desired.name}: it does not exist`,
          },
        ]
      : []),
    ...extras.map((extra) => planRemoval(extra, 'there is an older one of this name and tag')),
  ];
}

/** Deletes all that exist of it. Pure. */
export const planPrivateNetworkRemoval = ({
  network,
  extras,
}: ActualPrivateNetwork): PrivateNetworkChange[] =>
  [...extras, ...(network === undefined ? [] : [network])].map((one) =>
    planRemoval(one, 'it is no longer wanted'),
  );

const planRemoval = ({ id, name }: PrivateNetwork, reason: string): PrivateNetworkChange => ({
  kind: 'delete-private-network',
  network: { resource: 'private-network', id, name },
  sentence: `delete private network ${name} (${id}): ${reason}`,
});
