/** Traefik's understudy in a pod: the arguments that the chart gives it, and no others. */
import { serveInPod } from '../ingress/serve-in-pod.ts';
import { readArguments } from './read-arguments.ts';
import { traefikDialect } from './traefik-dialect.ts';

const { pingPort, redirectsEverything, ...given } = readArguments(process.argv.slice(2));
await serveInPod({
  ...given,
  dialect: { ...traefikDialect, redirect: redirectsEverything ? 'everything' : 'nothing' },
  health: { path: '/ping', port: pingPort },
});
console.log(`An understudy plays Traefik on ports ${given.httpPort} and ${given.httpsPort}`);
