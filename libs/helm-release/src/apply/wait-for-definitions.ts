import { WaitTimedOutError } from '../errors.ts';
import type { Helm } from '../helm/create-helm.ts';
import { definitionPath, isEstablished } from '../kubernetes/definitions.ts';
import { readJson } from '../kubernetes/read-json.ts';
import { waitUntil } from './wait-until.ts';

export interface DefinitionWait {
  /** For each of them. */
  timeoutMs: number;
  onWait: (what: string) => void;
  signal?: AbortSignal | undefined;
}

/**
 * Waits until the API serves definitions.
 *
 * @param owner what they come with, `namespace/name`
 * @param names `clusterissuers.cert-manager.io`
 * @throws {@link WaitTimedOutError}
 */
export async function waitForDefinitions(
  helm: Helm,
  owner: string,
  names: readonly string[],
  { timeoutMs, onWait, signal }: DefinitionWait,
): Promise<void> {
  for (const name of names)
    await waitUntil(async () => isEstablished(await readJson(helm, definitionPath(name), { signal })), {
      signal,
      timeoutMs,
      onWait: () => onWait(`the definition ${name} to be served`),
      timedOut: () => notServed(owner, name, timeoutMs),
    });
}

function notServed(owner: string, name: string, timeoutMs: number): WaitTimedOutError {
  const kind = 'CustomResourceDefinition';
  return new WaitTimedOutError(
    `applying the definitions of ${owner}: ${name} is not served after ${timeoutMs / 1000} s; ` +
      `see its conditions with: kubectl get crd ${name} -o yaml`,
    [{ kind, namespace: '', name, state: 'not established', events: [] }],
    '',
  );
}
