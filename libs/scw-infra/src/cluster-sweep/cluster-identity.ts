import { check, checkNameAndTag } from '../check-desired.ts';

/** What finds a cluster and all that it made, also once it is gone. */
export interface ClusterIdentity {
  /** Of the cluster. */
  name: string;
  /** The tag that makes it ours, for example `hunt=demo`. */
  tag: string;
  /** Name of its private network, which carries the tag. @default name */
  privateNetworkName?: string;
  /**
   * Where to look. A cluster may make load balancers in another zone of the region than its nodes' when its Services say
   * so. @default the client's zone, and those of the pools while the cluster lives
   */
  zones?: readonly string[];
  /** Of clusters that were this one and are gone, when the caller remembers them. @default [] */
  formerIds?: readonly string[];
  /**
   * Of volumes that claims of the cluster hold, `<zone>/<id>` as well; for volumes whose names do not say whose they
   * are. @default []
   */
  volumeIds?: readonly string[];
}

/** @throws {InvalidOption} when nothing could be found by this identity */
export function checkClusterIdentity(identity: ClusterIdentity, { region }: { region: string }): void {
  checkNameAndTag(identity);
  const { zones = [] } = identity;
  for (const [index, zone] of zones.entries())
    check(zone.startsWith(`${region}-`), `zones[${index}]`, `a zone of ${region}`);
}
