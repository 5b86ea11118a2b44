import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import fastify, { LogController, type FastifyInstance } from 'fastify';
import type { DroneExtensions } from './drone/extensions.ts';
import { loggerOptions, type LogLevel } from './logging.ts';
import { problemDetails, problemMediaType, sendError, sendNotFound } from './problem-details.ts';
import { droneExtensionRoutes } from './routes/drone-extensions.ts';
import { healthRoutes } from './routes/health.ts';

/** What the server is made of. */
export interface ServerOptions {
  extensions: DroneExtensions;
  logLevel: LogLevel;
  /** Where log lines go. @default standard output */
  logStream?: { write(line: string): void };
}

/** Makes the server; it listens to nobody yet. */
export function createServer({ extensions, logLevel, logStream }: ServerOptions): FastifyInstance {
  const app = fastify({
    logger: loggerOptions(logLevel, logStream),
    genReqId: () => randomUUID(),
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: 64 * 1024,
    // Whoever sends slower than this is not a client of ours.
    requestTimeout: 30_000,
    // While it stops, calls on connections that are open are still answered.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => void sendError(error, request, reply),
    clientErrorHandler: (_error, socket) => {
      if (socket.writable) socket.write(rawBadRequest);
      socket.destroy();
    },
  });
  app.setErrorHandler(sendError);
  app.setNotFoundHandler(sendNotFound);
  // A connection that stays open after its answer would hold the stop back.
  let isStopping = false;
  app.addHook('preClose', async () => {
    isStopping = true;
  });
  app.addHook('onSend', async (_request, reply) => {
    if (isStopping) reply.header('connection', 'close');
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  });
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
      },
      'answered',
    );
  });
  healthRoutes(app);
  app.register(async (scope) => droneExtensionRoutes(scope, extensions), { prefix: '/drone' });
  return app;
}

/** For what is not even HTTP, where there is no request to answer to. */
const rawBadRequest = (() => {
  const body = JSON.stringify(problemDetails(400, 'bad-request', 'The request is not HTTP that can be read'));
  return [
    `HTTP/1.1 400 ${STATUS_CODES[400] ?? ''}`,
    `Content-Type: ${problemMediaType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
})();
