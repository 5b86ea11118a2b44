export interface Ip {
  id: string;
  address: string;
  serverId: string | null;
  state: 'detached' | 'pending' | 'attached';
  /** A dynamic IP comes with a running server and goes with it; it is not in the list of IPs. */
  dynamic: boolean;
  tags: string[];
}
