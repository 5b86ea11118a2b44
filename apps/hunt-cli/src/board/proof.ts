import { createHash } from 'node:crypto';
import type { Helm } from '@wescale/helm-release';
import { applySet } from './apply-set.ts';
import type { Deployment } from './deployment.ts';
import { boardNamespaces } from './namespaces.ts';
import { readApi } from './read-api.ts';

const namespace = boardNamespaces.monitoring;
const name = 'hunt-proof';

/** What a proof is of: charts, values and objects, no secret among them. */
export function digestOf({ before = [], releases, after = [] }: Deployment): string {
  const objects = [...before, ...after].map((set) => set.objects);
  const wanted = JSON.stringify([releases.map(({ chart, values }) => [chart, values]), objects]);
  return createHash('sha256').update(wanted).digest('hex');
}

/** What was last proven of a board, kept in it: a run that was killed before its proof leaves the older one, or none. */
export async function readProof(helm: Helm, signal: AbortSignal): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${namespace}/configmaps/${name}`;
  return (await readApi<{ data?: { of?: string } }>(helm, path, signal))?.data?.of;
}

export async function writeProof(helm: Helm, of: string, signal: AbortSignal): Promise<void> {
  const proof = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data: { of } };
  await applySet(helm, { name, namespace, objects: [proof] }, signal);
}
