import path from 'node:path';
import { readMachineList } from '../machine/machine-list.ts';
import { clusterList, type ClusterStatus } from '../kapsule/cluster-list.ts';
import type { MachineStatus } from '../machine/machine-list.ts';
import { planAddresses } from '../network/address-plan.ts';
import { listClaims, runDirectory } from '../ownership/claim.ts';
import type { Claim } from '../ownership/claim.ts';
import { isAlive } from '../ownership/process-record.ts';
import { requireRoot } from '../host/require-root.ts';
import { readDescription } from './description.ts';
import { supplyStates, type SupplyStatus } from '../supplies/supply-states.ts';

/** A stage as an observer sees it. It holds no secret. */
export interface StageStatus {
  name: string;
  /** `dead`: its processes ended without cleaning up; the next `up` or `down` does. */
  state: 'up' | 'starting' | 'dead';
  apiUrl: string;
  addressRange: string;
  directory: string;
  log: string;
  machines: MachineStatus[];
  /** Of Kapsule. */
  clusters: ClusterStatus[];
  /** What it hands out and was asked for, or was told to make at once. */
  supplies: SupplyStatus[];
}

/** All stages of this host, or the one with this name. @throws PreflightError when this is not root. */
export async function stageStatus(options: { name?: string } = {}): Promise<StageStatus[]> {
  requireRoot();
  return listClaims()
    .filter(({ kind, name }) => kind === 'stage' && (options.name === undefined || options.name === name))
    .sort((left, right) => left.number - right.number)
    .map(describe);
}

function describe(claim: Claim): StageStatus {
  const plan = planAddresses(claim.number);
  const directory = runDirectory(claim.name);
  const state = readDescription(claim.name) ? 'up' : isAlive(claim.owner) ? 'starting' : 'dead';
  return {
    name: claim.name,
    state,
    apiUrl: `http://${plan.api}`,
    addressRange: plan.range,
    directory,
    log: path.join(directory, 'stage.log'),
    machines: readMachineList(claim.name),
    clusters: clusterList.read(claim.name),
    supplies: supplyStates.read(claim.name),
  };
}
