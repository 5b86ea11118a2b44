import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createCgroup } from '../machine/cgroups.ts';
import type { Claim } from '../ownership/claim.ts';
import { namespaceName } from '../ownership/claim.ts';
import type { SupplyName, SupplyProgress, SupplyReport } from './supply.ts';
import { supplyStates, type SupplyStatus } from './supply-states.ts';

/** Has supplies made, outside of the stage's network, in processes that end with the stage. */
export interface SupplyOffice {
  /** Has those made that are not being made already. */
  order(names: readonly SupplyName[]): void;
}

/** The control groups are how whoever removes the stage finds a compiler that lost its parent. */
const enterGroups = 'while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs"; shift; done; shift; exec "$@"';

export function openSupplyOffice(
  { name, cgroups }: Pick<Claim, 'name' | 'cgroups'>,
  onReport: (report: SupplyReport) => void,
): SupplyOffice {
  const states = new Map<SupplyName, SupplyStatus>();
  const isUnderWay = (wish: SupplyName): boolean => states.get(wish)?.state === 'being made';
  const change = (...changed: SupplyStatus[]): void => {
    for (const status of changed) states.set(status.name, status);
    supplyStates.write(name, [...states.values()]);
  };
  return {
    order(names): void {
      const wanted = names.filter((wish) => !isUnderWay(wish));
      if (wanted.length === 0) return;
      change(...wanted.map((wish): SupplyStatus => ({ name: wish, state: 'being made' })));
      const groups = cgroups.map((folder) => path.join(folder, 'supplies'));
      for (const group of groups) createCgroup(group);
      const supplier = spawn(
        'setpriv',
        [
          ...['--pdeathsig', 'KILL', 'sh', '-c', enterGroups, 'sh', ...groups, '--', 'nice', '-n', '10'],
          ...[process.execPath, '--conditions=@wescale/source'],
          ...[fileURLToPath(new URL('../supplier.ts', import.meta.url)), namespaceName(name), ...wanted],
        ],
        { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
      );
      // Of this maker's only: what failed may be under way again, at another, before this one has ended.
      const pending = new Set(wanted);
      const finish = (report: SupplyReport): void => {
        if (!pending.delete(report.name)) return;
        const why = report.state === 'failed' ? { message: report.message } : {};
        change({ name: report.name, state: report.state, ...why });
        onReport(report);
      };
      supplier.on('message', (message) => {
        const said = message as SupplyProgress | SupplyReport;
        if (said.state === 'being made') change(said);
        else finish(said);
      });
      const giveUp = (message: string): void => {
        for (const wish of wanted) finish({ name: wish, state: 'failed', message });
      };
      supplier.once('error', (error) => giveUp(error.message));
      supplier.once('close', (code, signal) => giveUp(`its maker ended with ${code ?? signal ?? 'nothing'}`));
    },
  };
}
