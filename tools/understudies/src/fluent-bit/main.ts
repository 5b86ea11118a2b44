/** fluent-bit's understudy in a pod, with the configuration that the operator gives it. */
import { readFile } from 'node:fs/promises';

import { apiServerOfPod } from '../kubernetes/api-server-of-pod.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { startFluentBit } from './start-fluent-bit.ts';

const [option, file = '', ...more] = process.argv.slice(2);
if (option !== '-c' || file === '' || more.length > 0)
  throw new Error('fluent-bit is started with -c and a file, and with nothing else');
const configuration = readConfiguration(await readFile(file, 'utf8'));
const fluentBit = await startFluentBit({
  configuration,
  ...(configuration.kubernetesUrl === undefined ? {} : { api: await apiServerOfPod(process.env) }),
  onProblem: (line) => console.error(`[ warn] ${line}`),
});
console.log(`An understudy plays fluent-bit for ${configuration.pathPattern}`);

process.once('SIGTERM', () => {
  void fluentBit[Symbol.asyncDispose]().then(() => process.exit(0));
});
