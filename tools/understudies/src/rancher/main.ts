/** Rancher's understudy in a pod: the arguments and the environment that the chart gives it, and no others. */
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

import { apiServerOfPod } from '../kubernetes/api-server-of-pod.ts';
import { readArguments } from './read-arguments.ts';
import { startRancher } from './start-rancher.ts';
import { secretStore } from './state/secret-store.ts';

const { hasCaCertificates, httpPort } = readArguments(process.argv.slice(2));
const environment = process.env;
const server = await apiServerOfPod(environment);
const version = (environment['CATTLE_SERVER_VERSION'] ?? '').replace(/^v/, '');
const tlsMode = environment['CATTLE_AGENT_TLS_MODE'];
if (tlsMode !== undefined && tlsMode !== 'strict' && tlsMode !== 'system-store')
  throw new Error(`CATTLE_AGENT_TLS_MODE is ${tlsMode}, neither strict nor system-store`);

const rancher = await startRancher({
  address: '0.0.0.0',
  port: httpPort,
  version,
  store: secretStore(server, environment['CATTLE_NAMESPACE'] ?? 'cattle-system'),
  bootstrapPassword: environment['CATTLE_BOOTSTRAP_PASSWORD'] ?? '',
  caCertificates: hasCaCertificates ? await readFile('/etc/rancher/ssl/cacerts.pem', 'utf8') : '',
  ...(tlsMode === undefined ? {} : { agentTlsMode: tlsMode }),
  localCluster: server,
  hasHttpControl: environment['UNDERSTUDY_CONTROL'] === 'true',
  onAnswer: ({ method, path, status }) => {
    if (!path.startsWith('/healthz')) console.log(`${method} ${path} ${status ?? 'no answer'}`);
  },
});
console.log(`An understudy plays Rancher v${version} on port ${httpPort}`);

process.once('SIGTERM', () => {
  // For a moment the Service still sends requests to a pod that is told to go.
  void setTimeout(1000)
    .then(() => rancher[Symbol.asyncDispose]())
    .then(() => process.exit(0));
});
