import { AsyncLocalStorage } from 'node:async_hooks';
import { extension, type ExtensionKind, type WebhookRequest } from '@wescale/drone-pipelines';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { DroneExtensions, ServedExtension } from '../drone/extensions.ts';
import { problemMediaType, sendProblem } from '../problem-details.ts';
import { readBody } from './read-body.ts';

/** Largest call: a build with a long commit message, or a pipeline file. */
const maxBodyBytes = 1024 * 1024;

/** The log of the request that is being answered. */
const requestLog = new AsyncLocalStorage<FastifyBaseLogger>();

/** `POST /drone/<kind>`: the extensions of Drone that are configured, each strictly verified with its own secret. */
export function droneExtensionRoutes(app: FastifyInstance, extensions: DroneExtensions): void {
  // The signature covers the bytes, so nothing may read them before it.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', async (_request: FastifyRequest, payload: AsyncIterable<Uint8Array>) =>
    readBody(payload, { maxBytes: maxBodyBytes, patienceBytes: 16 * maxBodyBytes }),
  );
  for (const [kind, served] of Object.entries(extensions) as [
    ExtensionKind,
    ServedExtension<ExtensionKind>,
  ][]) {
    const handle = verified(kind, served);
    app.post(`/${kind}`, async (request, reply) =>
      sendWebResponse(
        request,
        reply,
        await requestLog.run(request.log, () => handle(toWebRequest(request, reply))),
      ),
    );
    app.route({
      method: ['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'],
      url: `/${kind}`,
      handler: (request, reply) =>
        sendProblem(request, reply.header('allow', 'POST'), {
          status: 405,
          code: 'wrong-method',
          detail: 'Extensions are called by POST',
        }),
    });
  }
}

function verified<Kind extends ExtensionKind>(
  kind: Kind,
  { secret, answer, repeatWithinMs }: ServedExtension<Kind>,
): (request: Request) => Promise<Response> {
  const log = () => requestLog.getStore();
  return extension(kind, {
    secret,
    maxBodyBytes,
    repeatWithinMs,
    answer: async (call, signal) => {
      const answered = await answer(call, signal);
      log()?.info(
        { extension: kind, outcome: outcomeOf(answered), ...subjectOf(call) },
        'an extension answered',
      );
      return answered;
    },
    onRefused: ({ reason, message }) =>
      log()?.warn(
        { extension: kind, outcome: 'call-refused', reason, explanation: message },
        'a call was refused',
      ),
    onFailed: (error) =>
      log()?.error({ extension: kind, outcome: 'failed', err: error }, 'an extension failed'),
  });
}

/** What was decided, in a word; never the content. */
function outcomeOf(answer: unknown): string {
  if (answer === null) return 'nothing';
  if (typeof answer === 'string') return answer;
  if (typeof answer === 'object' && 'refuse' in answer) return `refused: ${String(answer.refuse)}`;
  return 'answered';
}

/** What a call may be about, of all kinds. */
type AnyCall = Partial<Pick<WebhookRequest, 'user' | 'repo' | 'build'>> &
  Partial<Record<'event' | 'action' | 'path' | 'name', string>>;

/** Whom a call is about. Texts that people wrote, like titles and messages, stay out of the log. */
function subjectOf({ event, action, user, repo, build, path, name }: AnyCall): object {
  return {
    ...(event === undefined ? {} : { event: short(event) }),
    ...(action === undefined ? {} : { action: short(action) }),
    ...(path === undefined ? {} : { asked: { path: short(path), name: short(name) } }),
    ...(user ? { user: { id: user.id, login: short(user.login) } } : {}),
    ...(repo ? { repository: { uid: short(repo.uid), slug: short(repo.slug) } } : {}),
    ...(build
      ? { build: { number: build.number, event: short(build.event), status: short(build.status) } }
      : {}),
  };
}

/** What comes from outside may be anything and of any length. */
function short(text: unknown): string | undefined {
  return typeof text === 'string' ? text.slice(0, 200) : undefined;
}

function toWebRequest(request: FastifyRequest, reply: FastifyReply): Request {
  const gone = new AbortController();
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  const headers = new Headers();
  const raw = request.raw.rawHeaders;
  for (let index = 0; index < raw.length; index += 2) headers.append(raw[index] ?? '', raw[index + 1] ?? '');
  return new Request(`http://hunt-api${request.url}`, {
    method: request.method,
    headers,
    body: new Uint8Array((request.body as Buffer | null) ?? []),
    signal: gone.signal,
  });
}

async function sendWebResponse(
  request: FastifyRequest,
  reply: FastifyReply,
  response: Response,
): Promise<FastifyReply> {
  const { status, headers } = response;
  if (headers.get('content-type') === problemMediaType) {
    const { code, detail } = (await response.json()) as { code: string; detail: string };
    return sendProblem(request, reply, { status, code, detail });
  }
  for (const [name, value] of headers) reply.header(name, value);
  reply.code(status);
  return status === 204 ? reply.send() : reply.send(Buffer.from(await response.arrayBuffer()));
}
