import type { CallOptions } from '../client/client-options.ts';
import type { RancherClient } from '../client/rancher-client.ts';

/** Whether `GET /ping` says pong: the process is up. Never needs a token or HTTPS. */
export async function isPinged(rancher: RancherClient, { signal }: CallOptions = {}): Promise<boolean> {
  const text = await rancher.withToken(undefined).text({
    task: 'ping Rancher',
    method: 'GET',
    path: ['ping'],
    attempts: 1,
    signal,
  });
  return text.trim() === 'pong';
}

/** What `GET /healthz` says: `ok` when all is well. Never needs a token or HTTPS. */
export async function readHealth(rancher: RancherClient, { signal }: CallOptions = {}): Promise<string> {
  const text = await rancher.withToken(undefined).text({
    task: "read Rancher's health",
    method: 'GET',
    path: ['healthz'],
    attempts: 1,
    signal,
  });
  return text.trim();
}
