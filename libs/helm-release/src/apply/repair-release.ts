import { ReleasePendingError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { runHelm } from '../helm/run-helm.ts';
import { refusal } from '../kubernetes/read-json.ts';
import type { KubernetesCall } from '../kubernetes/request.ts';
import type { Repair } from '../plan/plan-repair.ts';
import type { ReleaseState } from '../read/release-records.ts';
import { releaseId } from '../release/desired-release.ts';

/** Puts right what a kill left. The caller holds the lock. */
export async function repairRelease(
  helm: Helm,
  state: ReleaseState,
  repair: Repair,
  options: { forcesConflicts: boolean; signal?: AbortSignal | undefined },
): Promise<void> {
  const { latest } = state;
  const { signal } = options;
  const id = releaseId(latest);
  const names = [latest.name, '--namespace', latest.namespace];
  const run = (args: string[], about: string): Promise<string> =>
    runHelm(helm, { args, about: `${about} ${id}`, usesCluster: true, signal });
  switch (repair.kind) {
    case 'none-possible':
      throw new ReleasePendingError(`${id} cannot be changed: ${repair.reason}`);
    case 'roll-back': {
      const [name = '', ...rest] = names;
      const force = options.forcesConflicts ? ['--force-conflicts'] : [];
      await run(['rollback', name, String(repair.toRevision), ...rest, ...force], 'rolling back');
      return;
    }
    case 'finish-uninstall':
      await run(['uninstall', ...names, '--ignore-not-found'], 'finishing to uninstall');
      return;
    case 'delete-record': {
      // Objects that helm made stay and become part of the release that is installed next.
      const path = `/api/v1/namespaces/${latest.namespace}/secrets/${latest.secretName}`;
      const call: KubernetesCall = { method: 'DELETE', path, ...(signal === undefined ? {} : { signal }) };
      const reply = await helm.request(call);
      if (reply.status !== 200 && reply.status !== 404) throw refusal(call, reply);
    }
  }
}
