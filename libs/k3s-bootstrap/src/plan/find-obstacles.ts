import { explanations, type K3sFailure } from '../failure/explain-failure.ts';
import type { K3sFacts } from '../read/k3s-facts.ts';

/** The program with what it unpacks, and a little data. */
const dataMinimumBytes = 1024 ** 3;
/** The program, once more than it is there. */
const binaryMinimumBytes = 300 * 1024 ** 2;

/**
 * What would keep k3s from starting on this host, found before anything is done. Of a k3s that runs nothing is said
 * but what its next start would meet. Pure.
 */
export function findObstacles(facts: K3sFacts, willDownload: boolean): K3sFailure[] {
  const found: K3sFailure[] = [];
  const add = (kind: Exclude<K3sFailure['kind'], 'unknown'>, detail?: string, line?: string): void => {
    found.push({ kind, explanation: explanations[kind](detail), ...(line !== undefined && { line }) });
  };
  if (!facts.architecture) add('unsupported-architecture');
  if (facts.isRestoring) add('restore-interrupted');
  if (!facts.hasMemoryCgroup) add('no-memory-cgroup');
  if (!facts.hasDefaultRoute) add('no-default-route');
  const isDown = ['inactive', 'failed'].includes(facts.service.state);
  if (isDown) for (const { port, program } of facts.ports) add('port-taken', `${port} (held by ${program})`);
  const { freeBytes, exists } = facts.dataDirectory;
  if (!exists && freeBytes < dataMinimumBytes) add('disk-full');
  else if (willDownload && facts.binaryFreeBytes < binaryMinimumBytes) add('disk-full');
  return found;
}
