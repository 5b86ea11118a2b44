import { statusFile, type StatusFile } from '../ownership/status-file.ts';
import type { SupplyName } from './supply.ts';

/** A supply as an observer sees it. One that nobody has asked for yet has no state. */
export interface SupplyStatus {
  name: SupplyName;
  state: 'being made' | 'made' | 'failed';
  /** Why it failed, or how far it is. */
  message?: string;
}

export const supplyStates: StatusFile<SupplyStatus> = statusFile('supplies.json');
