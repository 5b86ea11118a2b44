/** The cluster agent's understudy in a pod, as the import manifest starts it. */
import { readFile } from 'node:fs/promises';

import { apiServerOfPod } from '../kubernetes/api-server-of-pod.ts';
import { AgentError } from './agent-error.ts';
import { cleanUp } from './clean-up.ts';
import { startRancherAgent } from './start-rancher-agent.ts';

function required(name: string): string {
  const value = process.env[name] ?? '';
  if (value === '') throw new AgentError(`${name} is not set`);
  return value;
}

async function run(): Promise<void> {
  const api = await apiServerOfPod(process.env);
  if (process.env['CLUSTER_CLEANUP'] === 'true') {
    await cleanUp(api, required('CLEANUP_NAME'));
    console.log('INFO: what the import made is removed');
    return;
  }
  if (required('CATTLE_CLUSTER') !== 'true') throw new AgentError('only the cluster agent is played');
  const agent = await startRancherAgent({
    server: required('CATTLE_SERVER').replace(/\/$/, ''),
    caChecksum: process.env['CATTLE_CA_CHECKSUM'] ?? '',
    isStrict: process.env['STRICT_VERIFY'] === 'true',
    token: (await readFile('/cattle-credentials/token', 'utf8')).trim(),
    cluster: {
      address: `${api.host}:${api.port}`,
      token: await api.token(),
      caCertificate: api.caCertificate,
    },
    onLog: (line) => console.log(`INFO: ${line}`),
  });
  process.once('SIGTERM', () => {
    void agent[Symbol.asyncDispose]().then(() => process.exit(0));
  });
  await agent.connected.catch(() => undefined);
}

run().catch((error: unknown) => {
  console.error(error instanceof AgentError ? error.message : error);
  process.exit(1);
});
