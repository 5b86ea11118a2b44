/** Loki's understudy in a pod, with the arguments that the chart gives it. */
import { readFile } from 'node:fs/promises';

import { readConfiguration } from './configuration/read-configuration.ts';
import { readArguments } from './read-arguments.ts';
import { startLoki } from './start-loki.ts';

const { configurationFile } = readArguments(process.argv.slice(2));
const configuration = await readFile(configurationFile, 'utf8');
const loki = await startLoki({ configuration, address: readConfiguration(configuration).address });
console.log(`An understudy plays Loki at ${loki.url}`);

process.once('SIGTERM', () => {
  void loki[Symbol.asyncDispose]().then(() => process.exit(0));
});
