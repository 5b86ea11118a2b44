/** cert-manager's understudy in a pod: the arguments that the chart gives it, and no others. */
import { apiServerOfPod } from '../kubernetes/api-server-of-pod.ts';
import { startHealthServer } from '../kubernetes/health-server.ts';
import { readArguments } from './read-arguments.ts';
import { startCertManager } from './start-cert-manager.ts';

const given = readArguments(process.argv.slice(2));
const manager = startCertManager({
  server: await apiServerOfPod(process.env),
  ...given,
  onLog: (line) => console.log(line),
});
const health = await startHealthServer('/livez', { port: 9403 });
health.isHealthy = true;
console.log('An understudy plays cert-manager');

process.once('SIGTERM', () => {
  void manager[Symbol.asyncDispose]().then(() => process.exit(0));
});
