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
}

/** The minor version: what Rancher offers changes with it. */
export const minorOf = ({ version }: Pick<Rancher, 'version'>): number => Number(version.split('.')[1]);
