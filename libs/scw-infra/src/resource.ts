/** The kinds of resource this library manages. */
export type ResourceKind =
  | 'ssh-key'
  | 'ip'
  | 'security-group'
  | 'instance'
  | 'volume'
  | 'delegation'
  | 'private-network'
  | 'cluster'
  | 'pool'
  | 'load-balancer'
  | 'load-balancer-ip';

/** Enough to show a resource and to find it again. */
export interface ResourceRef {
  resource: ResourceKind;
  id: string;
  /** Its name; the address of an IP. */
  name: string;
}

/** What to find: everything of one deployment carries the tag; the SSH key, which cannot, has the name. */
export interface Identity {
  /** Name of the Instance and of the security group, and prefix of the volume's name. */
  name: string;
  /** For example `hunt=demo`. No comma and no blank. */
  tag: string;
  sshKey: { name: string };
}

/** How each kind is called in sentences. */
export const resourceNouns: Record<ResourceKind, string> = {
  'ssh-key': 'SSH key',
  ip: 'IP',
  'security-group': 'security group',
  instance: 'instance',
  volume: 'volume',
  delegation: 'delegation',
  'private-network': 'private network',
  cluster: 'cluster',
  pool: 'pool',
  'load-balancer': 'load balancer',
  'load-balancer-ip': 'IP of a load balancer',
};

/** Name of the root volume of a deployment. */
export function rootVolumeName(identity: { name: string }): string {
  return `${identity.name}-root`;
}

/** Tag key under which an Instance remembers the label of its image; the API only knows the image's id. */
export const imageTagPrefix = 'image=';

/** On an Instance: its cloud-init was taken away after use, so that its absence is no gap to fill. */
export const userDataRemovedTag = 'user-data=removed';

/** On a volume: its Instance is being removed for good, so that a later run may delete it unasked. */
export const condemnedTag = 'delete=when-detached';
