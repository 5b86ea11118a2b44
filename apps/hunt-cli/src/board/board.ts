import type { Hunt } from '../configuration/hunt-schema.ts';

/** One game board: a Kapsule cluster and all in it. There may be two, and names that lead to one of them. */
export interface Board {
  /** `blue` */
  name: string;
  /** Of its cluster and its network at Scaleway, and of its cluster in Rancher. */
  clusterName: string;
  /** What its resources at Scaleway are tagged with, as everything of the hunt. */
  tag: string;
}

export const defaultBoard = 'blue';

export function nameBoard(hunt: Pick<Hunt, 'name'>, name: string): Board {
  return { name, clusterName: `${hunt.name}-${name}`, tag: `hunt=${hunt.name}` };
}

/** The board of a cluster's name; undefined for a cluster that is none of this hunt's. */
export function boardOfCluster(hunt: Pick<Hunt, 'name'>, clusterName: string): string | undefined {
  const prefix = `${hunt.name}-`;
  return clusterName.startsWith(prefix) ? clusterName.slice(prefix.length) : undefined;
}
