import { InvalidCallError } from '../errors.ts';
import type { ImportDesired } from './create-cluster.ts';
import { ServerUrlNotSetError } from './errors.ts';
import type { ImportFacts } from './read-import.ts';

/** One change, and why. */
export interface ImportChange {
  /** `create-cluster` makes Rancher's entry; `deploy-agent` applies the manifest in the cluster and waits for its agent. */
  action: 'create-cluster' | 'deploy-agent';
  summary: string;
}

/** What an import still lacks, in the order in which it is done. */
export interface ImportPlan {
  changes: ImportChange[];
}

/**
 * Decides what an import still lacks. Pure; a plan without changes is a cluster that is imported.
 *
 * @throws ServerUrlNotSetError, InvalidCallError for a cluster that cannot be imported
 */
export function planImport(
  { cluster, missing, serverUrl }: ImportFacts,
  { name }: Pick<ImportDesired, 'name'>,
): ImportPlan {
  if (name === '') throw new InvalidCallError('a cluster has a name');
  if (cluster?.id === 'local')
    throw new InvalidCallError(`${name} is the cluster Rancher itself runs in, which is not imported`);
  if (cluster?.state === 'removing')
    throw new InvalidCallError(
      `Rancher is still removing the cluster ${name} (${cluster.id}); wait for its end`,
    );
  if (serverUrl === '') throw new ServerUrlNotSetError(name);
  const changes: ImportChange[] = [];
  if (cluster === null)
    changes.push({
      action: 'create-cluster',
      summary: `make the cluster ${name}, which Rancher does not know`,
    });
  if (missing.length > 0) {
    const lacking = missing.map(({ type, status }) => `${type} is ${status}`).join(', ');
    const why = cluster === null ? 'there is none yet' : lacking;
    changes.push({ action: 'deploy-agent', summary: `bring Rancher's agent into ${name}: ${why}` });
  }
  return { changes };
}
