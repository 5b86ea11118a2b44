/**
 * Makes supplies, in the host's network and at a low priority: `node supplier.ts STAGE NAME…` tells its parent of each
 * as soon as it is there. What compiles for minutes goes one after the other, and nothing else waits for it.
 */
import { makeSupply } from './supplies/make-supply.ts';
import type { SupplyName, SupplyProgress, SupplyReport } from './supplies/supply.ts';

const orphaned = (): never => process.exit(1);
process.once('disconnect', orphaned);
const names = process.argv.slice(3) as SupplyName[];
const isCompiled = (name: SupplyName): boolean =>
  name.startsWith('k3s ') ||
  name.startsWith('kapsule ') ||
  name === 'coredns-image' ||
  name === 'air-gap-images';
const say = (message: string): void => console.error(`${new Date().toISOString()} ${message}`);

await Promise.all([makeAll(names.filter(isCompiled)), makeAll(names.filter((name) => !isCompiled(name)))]);
process.off('disconnect', orphaned);
process.disconnect();

async function makeAll(wanted: readonly SupplyName[]): Promise<void> {
  for (const name of wanted) report(await make(name));
}

async function make(name: SupplyName): Promise<SupplyReport> {
  try {
    const onProgress = (message: string): void => {
      say(message);
      report({ name, state: 'being made', message });
    };
    return { name, state: 'made', value: await makeSupply(name, { onProgress }) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    say(`${name} could not be made: ${message}`);
    return { name, state: 'failed', message };
  }
}

function report(message: SupplyProgress | SupplyReport): void {
  process.send?.(message);
}
