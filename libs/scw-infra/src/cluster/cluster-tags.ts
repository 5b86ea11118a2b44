/** Tag key under which node servers and their IPs name their cluster; Kapsule sets it. */
const kapsuleTagPrefix = 'kapsule=';

/** Tag key of ours; Kapsule's cloud controller uses `cluster=` for the id. */
const clusterNameTagPrefix = 'cluster-name=';

/** The tag that tells two clusters of one owner's tag apart, also once they are gone. */
const clusterNameTag = (name: string): string => `${clusterNameTagPrefix}${name}`;

/** What tells whose it is: given to pools, whose servers Kapsule tags with it, and to what would outlive its cluster. */
export const ownerTags = ({ name, tag }: { name: string; tag: string }): string[] => [
  tag,
  clusterNameTag(name),
];

/** Whether the owner has said whose it is, while the cluster lived. */
export const isMarked = (
  { tags }: { tags: readonly string[] },
  identity: { name: string; tag: string },
): boolean => ownerTags(identity).every((tag) => tags.includes(tag));

/** The cluster that such a server or IP belongs to, or did. */
export const clusterIdOfTags = (tags: readonly string[]): string | undefined =>
  tags.find((tag) => tag.startsWith(kapsuleTagPrefix))?.slice(kapsuleTagPrefix.length);

/** The cluster that a load balancer or a volume of this name belongs to, or did: its id comes first, in any case. */
export const clusterIdOfName = (name: string): string | undefined =>
  /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?:[_-]|$)/.exec(name)?.[1];

/** Whether it belongs to some cluster, and is therefore no Instance, IP or volume of a deployment's own. */
export const isOfCluster = (tags: readonly string[]): boolean =>
  tags.some((tag) => tag.startsWith(kapsuleTagPrefix) || tag.startsWith(clusterNameTagPrefix));
