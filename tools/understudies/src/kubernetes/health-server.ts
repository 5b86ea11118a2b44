import { once } from 'node:events';
import { createServer } from 'node:http';

export interface HealthServer extends AsyncDisposable {
  port: number;
  /** Whether it says so. */
  isHealthy: boolean;
}

/** Answers the one path that kubelet probes: 200 while all is well, 503 before and after. */
export async function startHealthServer(
  path: string,
  at: { port: number; address?: string },
): Promise<HealthServer> {
  const server = createServer((request, reply) => {
    if (request.url !== path) reply.writeHead(404).end('404 page not found\n');
    else reply.writeHead(health.isHealthy ? 200 : 503).end(health.isHealthy ? 'OK' : 'Service Unavailable');
  });
  server.listen(at.port, at.address ?? '0.0.0.0');
  await once(server, 'listening');
  const health: HealthServer = {
    port: (server.address() as { port: number }).port,
    isHealthy: false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return health;
}
