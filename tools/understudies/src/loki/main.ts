/** Loki's understudy in a pod, with the arguments that the chart gives it. */
import { readFile } from 'node:fs/promises';

import { readArguments } from './read-arguments.ts';
import { startLoki } from './start-loki.ts';

const { configurationFile } = readArguments(process.argv.slice(2));
const loki = await startLoki({
  configuration: await readFile(configurationFile, 'utf8'),
  address: '0.0.0.0',
});
console.log(`An understudy plays Loki at ${loki.url}`);

process.once('SIGTERM', () => {
  void loki[Symbol.asyncDispose]().then(() => process.exit(0));
});
