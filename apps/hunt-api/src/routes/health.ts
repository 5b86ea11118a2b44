import type { FastifyInstance } from 'fastify';

/** `GET /healthz`: the process is up and answers. It stops answering when it is told to stop. */
export function healthRoutes(app: FastifyInstance): void {
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }));
}
