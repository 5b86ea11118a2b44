import { expectAnswer } from '../../kubernetes/api-error.ts';
import { askApiServer, type ApiServer } from '../../kubernetes/api-server.ts';
import type { RancherState } from './state.ts';
import { StateConflictError, type StateStore } from './state-store.ts';

interface Secret {
  metadata: { resourceVersion: string };
  data: { state: string };
}

const secretName = 'rancher-understudy-state';

/**
 * Keeps the state in a Secret, so that it survives its pod and an upgrade of the chart. Two pods, as during an upgrade,
 * see each other's changes; of two changes at once the second is refused.
 */
export function secretStore(server: ApiServer, namespace: string): StateStore {
  const secrets = `/api/v1/namespaces/${namespace}/secrets`;
  let resourceVersion: string | undefined;
  let text: string | undefined;
  let saving: Promise<void> = Promise.resolve();

  const accept = (secret: Secret): void => {
    resourceVersion = secret.metadata.resourceVersion;
    text = Buffer.from(secret.data.state, 'base64').toString();
  };
  const load = async (): Promise<RancherState | undefined> => {
    const answer = await askApiServer(server, 'GET', `${secrets}/${secretName}`);
    if (answer.status === 404) return undefined;
    accept(expectAnswer<Secret>(answer, `reading the Secret ${secretName}`));
    return JSON.parse(text ?? '') as RancherState;
  };
  const save = async (state: RancherState): Promise<void> => {
    const next = JSON.stringify(state);
    if (next === text) return;
    const body = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: secretName, ...(resourceVersion === undefined ? {} : { resourceVersion }) },
      data: { state: Buffer.from(next).toString('base64') },
    };
    const answer =
      resourceVersion === undefined
        ? await askApiServer(server, 'POST', secrets, body)
        : await askApiServer(server, 'PUT', `${secrets}/${secretName}`, body);
    if (answer.status === 409) {
      // What is in memory now was never saved: the next request starts from what is in the Secret.
      resourceVersion = '0';
      throw new StateConflictError('the state was changed by another pod');
    }
    accept(expectAnswer<Secret>(answer, `writing the Secret ${secretName}`));
  };
  return {
    load,
    loadNewer: async () => {
      await saving.catch(() => undefined);
      const known = resourceVersion;
      const state = await load();
      return known === resourceVersion ? undefined : state;
    },
    save: (state) => {
      saving = saving.catch(() => undefined).then(() => save(state));
      return saving;
    },
  };
}
