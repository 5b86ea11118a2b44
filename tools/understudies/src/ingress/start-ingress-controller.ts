import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

import type { ApiServer } from '../kubernetes/api-server.ts';
import { startHealthServer } from '../kubernetes/health-server.ts';
import { reconcileLoop } from '../kubernetes/reconcile-loop.ts';
import { watchKinds } from '../kubernetes/watch-kinds.ts';
import type { ClusterKinds } from './cluster-objects.ts';
import { formatNginx } from './format-nginx.ts';
import type { IngressDialect } from './ingress-dialect.ts';
import { makeDefaultCertificate } from './make-default-certificate.ts';
import { openNginx, type NginxProcessOptions } from './nginx-process.ts';
import { planRouting } from './plan-routing.ts';
import { planAddresses, publishAddresses } from './publish-addresses.ts';
import type { ServedCertificate } from './routing.ts';

export interface IngressControllerOptions {
  server: ApiServer;
  dialect: IngressDialect;
  httpPort: number;
  httpsPort: number;
  health: { path: string; port: number };
  /** @default all */
  address?: string;
  /** `namespace/name` of the Service whose addresses Ingresses show. @default none is shown */
  publishedService?: string;
  /** Where nginx runs, and what runs it. */
  nginx: Omit<NginxProcessOptions, 'onLog' | 'onEnd'>;
  onLog: (line: string) => void;
  /** Told when it cannot go on. */
  onEnd: (reason: Error) => void;
}

export interface RunningIngressController extends AsyncDisposable {
  healthPort: number;
  /** Fulfilled once the first configuration is in force. */
  ready: Promise<void>;
  /** How many configurations have been in force. */
  loads(): number;
  /** Fulfilled when it has done all that it heard of. */
  idle(): Promise<void>;
}

/** nginx with the routes of a cluster's Ingresses, kept as the cluster has them. */
export async function startIngressController(
  options: IngressControllerOptions,
): Promise<RunningIngressController> {
  const { server, dialect, onLog, onEnd, publishedService } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const nginx = await openNginx({ ...options.nginx, onLog, onEnd });
  const address = options.address === undefined ? {} : { address: options.address };
  const health = await startHealthServer(options.health.path, { port: options.health.port, ...address });
  await writeFile(
    join(nginx.directory, 'certificates/default.pem'),
    await makeDefaultCertificate(dialect.defaultCertificate),
    { mode: 0o600 },
  );
  let inForce = '';
  let loads = 0;
  let said: readonly string[] = [];
  let setReady = (): void => undefined;
  const ready = new Promise<void>((resolve) => (setReady = resolve));

  const onProblem = ({ message }: Error): void => onLog(message);
  const loop = reconcileLoop(reconcile, { signal, onProblem });
  const kinds = watchKinds<ClusterKinds>(
    server,
    {
      ingresses: '/apis/networking.k8s.io/v1/ingresses',
      classes: '/apis/networking.k8s.io/v1/ingressclasses',
      services: '/api/v1/services',
      slices: '/apis/discovery.k8s.io/v1/endpointslices',
      secrets: `/api/v1/secrets?fieldSelector=${encodeURIComponent('type=kubernetes.io/tls')}`,
    },
    { signal, onChange: () => loop.trigger(), onProblem },
  );

  async function writeCertificate({ chainPem, keyPem }: ServedCertificate): Promise<string> {
    const content = `${chainPem.trim()}\n${keyPem.trim()}\n`;
    const file = `${createHash('sha256').update(content).digest('hex').slice(0, 32)}.pem`;
    await writeFile(join(nginx.directory, 'certificates', file), content, { mode: 0o600 });
    return file;
  }
  async function reconcile(): Promise<void> {
    const state = kinds.objects;
    const routing = planRouting(state, dialect);
    for (const problem of routing.problems) if (!said.includes(problem)) onLog(problem);
    said = routing.problems;
    const certificateFiles = await Promise.all(
      routing.certificates.map(async (one) => ({ names: one.names, file: await writeCertificate(one) })),
    );
    const format = (generation: string): string =>
      formatNginx(routing, dialect, {
        ...{ directory: nginx.directory, statusSocket: nginx.statusSocket, generation },
        ...{ httpPort: options.httpPort, httpsPort: options.httpsPort, ...address },
        ...{ certificateFiles, defaultCertificateFile: 'default.pem', isRoot: process.getuid?.() === 0 },
      });
    const content = format('');
    if (content !== inForce) {
      const generation = String(loads + 1);
      await nginx.load(format(generation), generation);
      inForce = content;
      loads += 1;
      onLog(`configuration ${generation} is in force: ${routing.hosts.length} hosts`);
      setReady();
      health.isHealthy = true;
    }
    if (publishedService !== undefined)
      await publishAddresses(server, planAddresses(state, routing.ours, publishedService));
    // Pods come and go in bunches.
    await setTimeout(100);
  }
  return {
    healthPort: health.port,
    ready,
    loads: () => loads,
    idle: () => loop.idle(),
    async [Symbol.asyncDispose]() {
      health.isHealthy = false;
      ending.abort();
      await loop.idle();
      await nginx[Symbol.asyncDispose]();
      await health[Symbol.asyncDispose]();
    },
  };
}
