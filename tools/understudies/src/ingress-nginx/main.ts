/** The understudy of ingress-nginx in a pod: the arguments that the chart gives it, and no others. */
import { serveInPod } from '../ingress/serve-in-pod.ts';
import { ingressNginxDialect } from './ingress-nginx-dialect.ts';
import { readArguments } from './read-arguments.ts';

const given = readArguments(process.argv.slice(2));
await serveInPod({ ...given, dialect: ingressNginxDialect, health: { path: '/healthz', port: 10_254 } });
console.log(`An understudy plays ingress-nginx on ports ${given.httpPort} and ${given.httpsPort}`);
