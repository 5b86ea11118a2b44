/** Debian's Prometheus in a pod, with the arguments that the chart gives it, and discovery in Kubernetes beside it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';

import { apiServerOfPod } from '../kubernetes/api-server-of-pod.ts';
import { discoverTargets } from './discovery/discover-targets.ts';
import { translateConfiguration } from './discovery/translate-configuration.ts';

const flag = '--config.file=';
const given = process.argv.slice(2);
const api = await apiServerOfPod(process.env);
const file = given.find((one) => one.startsWith(flag))?.slice(flag.length);
if (file === undefined) throw new Error(`${flag} is not among the arguments`);

const folder = '/tmp/discovery';
await mkdir(folder, { recursive: true });
const { text, roles } = translateConfiguration(await readFile(file, 'utf8'), folder);
const translated = `${folder}/prometheus.yml`;
await writeFile(translated, text);

const ending = new AbortController();
await discoverTargets(api, {
  ...{ roles, folder, signal: ending.signal },
  onProblem: ({ message }) => console.error(`discovery: ${message}`),
});

const args = [...given.filter((one) => !one.startsWith(flag)), `${flag}${translated}`];
const prometheus = spawn('/bin/prometheus', args, { stdio: 'inherit' });
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, () => prometheus.kill(signal));
const [code] = (await once(prometheus, 'exit')) as [number | null];
ending.abort();
process.exit(code ?? 1);
