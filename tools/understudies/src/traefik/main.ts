/** Traefik's understudy in a pod: the arguments that the chart gives it, and no others. */
import { setTimeout } from 'node:timers/promises';

import { startIngressController } from '../ingress/start-ingress-controller.ts';
import { apiServerOfPod } from '../kubernetes/api-server-of-pod.ts';
import { readArguments } from './read-arguments.ts';
import { traefikDialect } from './traefik-dialect.ts';

const given = readArguments(process.argv.slice(2));
const controller = await startIngressController({
  server: await apiServerOfPod(process.env),
  dialect: { ...traefikDialect, redirect: given.redirectsEverything ? 'everything' : 'nothing' },
  httpPort: given.httpPort,
  httpsPort: given.httpsPort,
  health: { path: '/ping', port: given.pingPort },
  ...(given.publishedService === undefined ? {} : { publishedService: given.publishedService }),
  nginx: { parentDirectory: '/tmp' },
  onLog: (line) => console.log(line),
  onEnd: (reason) => {
    console.error(reason.message);
    process.exit(1);
  },
});
console.log(`An understudy plays Traefik on ports ${given.httpPort} and ${given.httpsPort}`);

process.once('SIGTERM', () => {
  // For a moment the Service still sends connections to a pod that is told to go.
  void setTimeout(2000)
    .then(() => controller[Symbol.asyncDispose]())
    .then(() => process.exit(0));
});
