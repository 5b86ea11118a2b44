import Fastify, {
  type FastifyError,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';

import { addControlRoutes, controlPrefix } from '../control/control-routes.ts';
import type { EmulatorControl } from '../control/emulator-control.ts';
import { faultAnswer } from '../faults/fault-answer.ts';
import type { FaultBook } from '../faults/fault-book.ts';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import { regionOf } from '../state/region.ts';
import type { World } from '../state/world.ts';
import { ApiError, authenticationDenied, invalidArguments, notPlayed } from './api-error.ts';
import { explainValidation } from './explain-validation.ts';
import type { Answer, Route } from './route.ts';
import { strict } from './schema.ts';

/** The HTTP server: journal, faults and authentication before the routes; one form of answer after them. */
export function buildApp(parts: {
  world: World;
  journal: Journal;
  faults: FaultBook;
  control: EmulatorControl;
  routes: readonly Route[];
}): FastifyInstance {
  const { world, journal, faults } = parts;
  const app = Fastify({
    forceCloseConnections: true,
    exposeHeadRoutes: false,
    // A DNS zone's name has up to 253 characters (RFC 1035, section 2.3.4).
    routerOptions: { maxParamLength: 255 },
    ajv: {
      customOptions: { removeAdditional: false, coerceTypes: false, useDefaults: false, allErrors: true },
    },
  });
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('text/plain', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));

  const entries = new WeakMap<FastifyRequest, JournalEntry>();
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith(controlPrefix)) return;
    const entry = journal.add(world.clock.now(), request.method, request.url);
    entries.set(request, entry);
    const { kind: fault, site } = faults.meet(entry.method, entry.path) ?? {};
    if (fault !== undefined) entry.fault = fault;
    if (site !== undefined) entry.site = site;
    if (fault === 'hang') return reply.hijack();
    if (fault !== undefined && fault !== 'reply_lost') throw faultAnswer(fault, entry);
    // Assumption: a request without X-Auth-Token is denied like one with an unknown key.
    if (request.headers['x-auth-token'] !== world.account.secretKey) throw authenticationDenied();
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const entry = entries.get(request);
    if (entry?.fault === 'reply_lost') {
      request.raw.socket.destroy();
      return payload;
    }
    if (entry !== undefined) entry.status = reply.statusCode;
    // The official SDK parses only exactly `application/json` (facts/scaleway.md, section 1).
    const contentType = reply.getHeader('content-type');
    if (typeof contentType === 'string') reply.header('content-type', contentType.split(';')[0]);
    return payload;
  });

  app.setErrorHandler<FastifyError | ApiError>((error, request, reply) => {
    sendError(reply, toApiError(error, request));
  });
  // How the real gateway answers an unknown path was not recorded; 501 cannot be mistaken for an absent resource.
  app.setNotFoundHandler((request, reply) => {
    sendError(reply, notPlayed(`${request.method} ${request.url.split('?')[0] ?? ''}`));
  });

  addControlRoutes(app, parts.control);
  for (const route of parts.routes) addRoute(app, world, route);
  return app;
}

function addRoute(app: FastifyInstance, world: World, route: Route): void {
  app.route<{ Params: Record<string, string> }>({
    method: route.method,
    url: route.path,
    schema: {
      querystring: route.query ?? strict({}),
      ...(typeof route.body === 'object' ? { body: route.body } : {}),
    },
    preValidation: async (request) => {
      for (const field of route.notPlayed ?? []) {
        if (hasField(request.body, field) || hasField(request.query, field)) {
          throw notPlayed(`\`${field}\` in ${route.method} ${route.path}`);
        }
      }
    },
    handler: async (request, reply) => {
      const { zone, region } = request.params;
      if (zone !== undefined && zone !== world.zone) throw notPlayed(`zone ${zone}, only ${world.zone}`);
      if (region !== undefined && region !== regionOf(world)) {
        throw notPlayed(`region ${region}, only ${regionOf(world)}`);
      }
      if (route.body === 'text' && !Buffer.isBuffer(request.body)) {
        throw invalidArguments({
          argument_name: 'Content-Type',
          reason: 'format',
          help_message: 'text/plain',
        });
      }
      const answer = await route.handle(world, {
        params: request.params,
        query: request.query,
        body: request.body,
      });
      return sendAnswer(reply, answer);
    },
  });
}

const hasField = (fields: unknown, name: string): boolean =>
  typeof fields === 'object' && fields !== null && name in fields;

function sendAnswer(reply: FastifyReply, answer: Answer): FastifyReply {
  reply.code(answer.status).header('content-type', answer.contentType ?? 'application/json');
  for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value);
  if (answer.body === undefined) return reply.send();
  return reply.send(Buffer.isBuffer(answer.body) ? answer.body : JSON.stringify(answer.body));
}

function sendError(reply: FastifyReply, error: ApiError): void {
  reply.code(error.status);
  if (error.status === 429) reply.header('X-Envoy-Ratelimited', 'true');
  if (error.body === undefined) void reply.send();
  else void reply.header('content-type', 'application/json').send(JSON.stringify(error.body));
}

function toApiError(error: FastifyError | ApiError, request: FastifyRequest): ApiError {
  if (error instanceof ApiError) return error;
  if (error.validation !== undefined) return explainValidation(error.validation);
  if (error.statusCode !== undefined && error.statusCode < 500) {
    // Assumption: a body that is no JSON, or of another content type, answers 400 invalid_arguments.
    return invalidArguments({ argument_name: 'body', reason: 'format', help_message: error.message });
  }
  const message = `The emulator itself failed in ${request.method} ${request.url}: ${error.message}`;
  return new ApiError(500, { type: 'emulator_failure', message });
}
