/** fluentd's understudy in a pod, with the arguments and the files that the operator gives it. */
import { setTimeout } from 'node:timers/promises';

import { loadConfiguration } from './configuration/load-configuration.ts';
import { readConfiguration } from './configuration/read-configuration.ts';
import { readArguments } from './read-arguments.ts';
import { startFluentd } from './start-fluentd.ts';

const { configurationFile, isDryRun } = readArguments(process.argv.slice(2));
let text = await loadConfiguration(configurationFile);
const configuration = readConfiguration(text);
if (isDryRun) {
  console.log(`finished dry run of ${configurationFile}: ${configuration.routes.length} routes`);
  process.exit(0);
}
const fluentd = await startFluentd({ configuration, onProblem: (line) => console.error(`[warn]: ${line}`) });
console.log(`An understudy plays fluentd on port ${fluentd.port}`);

const ending = new AbortController();
process.once('SIGTERM', () => {
  ending.abort();
  void fluentd[Symbol.asyncDispose]().then(() => process.exit(0));
});
// In place of the sidecar that tells the real one of a change. What cannot be read leaves the last one in force.
while (await setTimeout(2000, true, { signal: ending.signal }).catch(() => false)) {
  try {
    const changed = await loadConfiguration(configurationFile);
    if (changed === text) continue;
    await fluentd.reload(readConfiguration(changed));
    text = changed;
    console.log('the configuration is reloaded');
  } catch (error) {
    console.error(`[error]: the changed configuration is not used: ${String(error)}`);
  }
}
