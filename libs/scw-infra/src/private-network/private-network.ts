import type { ResourceRef } from '../resource.ts';

/** A Private Network that shall exist in the client's region. */
export interface DesiredPrivateNetwork {
  /** Found by it, together with the tag. Lower case letters, digits, hyphens, at most 54. */
  name: string;
  /** The tag that makes it ours, for example `hunt=demo`. No comma and no blank. */
  tag: string;
}

export interface PrivateNetwork {
  id: string;
  name: string;
  tags: string[];
  /** ISO 8601. */
  createdAt: string;
  /** CIDR blocks, IPv4 and IPv6. */
  subnets: string[];
}

/** What exists of it. */
export interface ActualPrivateNetwork {
  /** The oldest of name and tag. */
  network?: PrivateNetwork;
  /** More of the same name and tag: what a lost answer has left. */
  extras: PrivateNetwork[];
}

/** One change, with the sentence to show. */
export type PrivateNetworkChange = { sentence: string } & (
  { kind: 'create-private-network' } | { kind: 'delete-private-network'; network: ResourceRef }
);
