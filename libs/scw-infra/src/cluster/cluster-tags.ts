/** Tag key under which node servers and their IPs name their cluster; Kapsule sets it. */
const kapsuleTagPrefix = 'kapsule=';

/** The tag that tells two clusters of one owner's tag apart, also once they are gone. */
export const clusterNameTag = (name: string): string => `cluster=${name}`;

/** What a pool is tagged with; Kapsule hands it on to the servers of the nodes. */
export const poolTags = ({ name, tag }: { name: string; tag: string }): string[] => [
  tag,
  clusterNameTag(name),
];

export const kapsuleTag = (clusterId: string): string => `${kapsuleTagPrefix}${clusterId}`;

/** The cluster that such a server or IP belongs to, or did. */
export function clusterIdOf(tags: readonly string[]): string | undefined {
  return tags.find((tag) => tag.startsWith(kapsuleTagPrefix))?.slice(kapsuleTagPrefix.length);
}

/** Whether it belongs to some cluster, and is therefore no Instance, IP or volume of a deployment's own. */
export const isOfCluster = (tags: readonly string[]): boolean => clusterIdOf(tags) !== undefined;
