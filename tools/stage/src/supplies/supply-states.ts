import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runDirectory, writeAtomically } from '../ownership/claim.ts';
import type { SupplyName } from './supply.ts';

/** A supply as an observer sees it. One that nobody has asked for yet has no state. */
export interface SupplyStatus {
  name: SupplyName;
  state: 'being made' | 'made' | 'failed';
  /** Why it failed, or how far it is. */
  message?: string;
}

const file = (stage: string): string => path.join(runDirectory(stage), 'supplies.json');

export function writeSupplyStates(stage: string, states: readonly SupplyStatus[]): void {
  writeAtomically(file(stage), JSON.stringify(states));
}

export function readSupplyStates(stage: string): SupplyStatus[] {
  try {
    return JSON.parse(readFileSync(file(stage), 'utf8')) as SupplyStatus[];
  } catch {
    return [];
  }
}
