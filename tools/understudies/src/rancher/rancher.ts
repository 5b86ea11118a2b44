import type { ApiServer } from '../kubernetes/api-server.ts';
import type { Sessions } from './clusters/sessions.ts';
import type { RancherState } from './state/state.ts';

/** What every route works on. */
export interface Rancher {
  state: RancherState;
  /** Without the `v`, as in the chart: `2.15.0`. */
  version: string;
  /** Values that the environment of the process gives settings; they win over the defaults. */
  environmentSettings: Readonly<Record<string, string>>;
  disabledFeatures: readonly string[];
  now: () => Date;
  /** The cluster that Rancher itself runs in; undefined for one on the host. */
  localCluster: ApiServer | undefined;
  /** Whether a new cluster gets a registration token by itself, which Rancher has been seen not to do (#39779). */
  makesDefaultToken: boolean;
  /** The tunnels of the agents that are connected to this process. */
  sessions: Sessions;
}

/** The minor version: what Rancher offers changes with it. */
export const minorOf = ({ version }: Pick<Rancher, 'version'>): number => Number(version.split('.')[1]);
