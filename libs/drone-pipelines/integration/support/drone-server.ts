import { serveHttp, type HttpServer } from './serve-http.ts';

/**
 * A strict stand-in for Drone's REST interface, for what the client calls (facts/drone.md §5): unknown paths, methods,
 * queries and fields are refused as 404 and 400. Its state is a repository with builds, secrets and a log.
 */
export interface DroneServer extends HttpServer {
  readonly token: string;
  /** `METHOD /path?query` of every call, in order. */
  readonly calls: string[];
  /** Answers the next calls with these statuses. */
  readonly failures: number[];
  readonly secrets: Map<string, Record<string, unknown>>;
}

const QUERIES: Readonly<Record<string, readonly string[]>> = {
  'GET builds': ['branch', 'tag', 'page', 'per_page'],
  'POST repos': ['async'],
};

export async function startDroneServer({ builds = 250 }: { builds?: number } = {}): Promise<DroneServer> {
  const token = 'personal-token-of-a-user';
  const calls: string[] = [];
  const failures: number[] = [];
  const secrets = new Map<string, Record<string, unknown>>();
  const repo: Record<string, unknown> = {
    id: 1,
    uid: '10',
    user_id: 1,
    namespace: 'p',
    name: 'g',
    slug: 'p/g',
    active: false,
  };
  const all = Array.from({ length: builds }, (_, index) => ({
    id: index,
    number: builds - index,
    event: 'push',
    status: 'success',
  }));

  const server = await serveHttp(async (request) => {
    const url = new URL(request.url);
    calls.push(`${request.method} ${url.pathname}${url.search}`);
    if (request.headers.get('authorization') !== `Bearer ${token}`)
      return json({ code: 401, message: 'Unauthorized' }, 401);
    const failure = failures.shift();
    if (failure)
      return json({ message: `failed for ${token}` }, failure, failure === 429 ? { 'retry-after': '1' } : {});
    const text = await request.text();
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    return route(request.method, url, body);
  });

  function route(method: string, url: URL, body: Record<string, unknown>): Response {
    const path = decodeURI(url.pathname)
      .replace(/^\/api\//, '')
      .split('/');
    if (path.join('/') === 'user' && method === 'GET') return json({ id: 1, login: 'a' });
    if (path.join('/') === 'user' && method === 'PATCH')
      return Object.keys(body).join() === 'email'
        ? json({ id: 1, login: 'a', ...body })
        : json({ message: 'unknown field' }, 400);
    if (path.join('/') === 'user/repos') return json([repo]);
    if (path.slice(0, 2).join('/') === 'secrets/p') return secret(method, path[2], body);
    if (path.slice(0, 2).join('/') === 'templates/p' && path[2] !== undefined) {
      if (method === 'PATCH') return json({ name: path[2], ...body });
      return new Response(null, { status: method === 'DELETE' ? 204 : 404 });
    }
    if (path.join('/') === 'templates/p' && method === 'POST') return json(body);
    if (path.join('/') === 'templates/p' && method === 'GET')
      return json([{ name: 'a.yml', data: 'kind: pipeline' }]);
    if (path[0] === 'stream' && path.slice(1, 3).join('/') === 'p/g') return stream();
    if (path[0] !== 'repos' || path.slice(1, 3).join('/') !== 'p/g')
      return json({ message: 'Not Found' }, 404);
    const [what, ...rest] = path.slice(3);
    const known = QUERIES[`${method} ${what ?? ''}`];
    if (known)
      for (const name of url.searchParams.keys())
        if (!known.includes(name)) return json({ message: `unknown query ${name}` }, 400);
    switch (what) {
      case undefined:
        return repository(method, body);
      case 'chown':
      case 'repair':
        return method === 'POST' ? json(repo) : json({ message: 'Not Found' }, 404);
      case 'builds':
        return build(method, rest, url.searchParams);
      case 'secrets':
        return secret(method, rest[0], body);
      case 'cron':
        return cron(method, rest[0], body);
      case 'sign':
      case 'encrypt':
        return method === 'POST' && typeof body['data'] === 'string'
          ? json({ data: `${what}ed` })
          : json({ message: 'bad' }, 400);
      default:
        return json({ message: 'Not Found' }, 404);
    }
  }

  function repository(method: string, body: Record<string, unknown>): Response {
    if (method === 'POST') repo['active'] = true;
    if (method === 'DELETE') repo['active'] = false;
    if (method === 'PATCH') {
      const allowed = [
        'visibility',
        'config_path',
        'protected',
        'ignore_forks',
        'ignore_pull_requests',
        'trusted',
        'timeout',
      ];
      for (const key of Object.keys(body))
        if (!allowed.includes(key)) return json({ message: `unknown field ${key}` }, 400);
      Object.assign(repo, body);
    }
    return json(repo);
  }

  function build(method: string, [number, action, ...rest]: string[], query: URLSearchParams): Response {
    if (number === undefined) {
      if (method === 'POST')
        return json({ id: 0, number: builds + 1, event: 'custom', params: Object.fromEntries(query) });
      const [page, size] = [Number(query.get('page') ?? 1), Number(query.get('per_page') ?? 25)];
      return json(all.slice((page - 1) * size, page * size));
    }
    const found = all.find((one) => one.number === Number(number));
    if (!found) return json({ message: 'Not Found' }, 404);
    if (action === 'logs' && rest.length === 2 && method === 'GET')
      return json([{ pos: 0, out: 'hello\n', time: 0 }]);
    if (action === 'approve' || action === 'decline')
      return new Response(null, { status: method === 'POST' ? 204 : 404 });
    if (action === 'promote' || action === 'rollback') {
      if (!query.get('target')) return json({ message: 'Missing target environment' }, 400);
      return json({ ...found, event: action, deploy_to: query.get('target') });
    }
    if (action !== undefined) return json({ message: 'Not Found' }, 404);
    return method === 'DELETE' ? new Response(null, { status: 204 }) : json(found);
  }

  function secret(method: string, name: string | undefined, body: Record<string, unknown>): Response {
    const hide = ({ data: _data, ...shown }: Record<string, unknown>): Record<string, unknown> => shown;
    if (method === 'GET') return json([...secrets.values()].map(hide));
    if (method === 'DELETE') return new Response(null, { status: secrets.delete(name ?? '') ? 204 : 404 });
    const key = method === 'POST' ? String(body['name']) : (name ?? '');
    if (method === 'POST' && secrets.has(key))
      return json({ message: `exists already: ${String(body['data'])}` }, 409);
    secrets.set(key, { ...secrets.get(key), ...body, name: key });
    return json(hide(secrets.get(key) ?? {}));
  }

  function cron(method: string, name: string | undefined, body: Record<string, unknown>): Response {
    if (method === 'GET') return json([{ name: 'nightly', expr: '0 0 2 * * *', branch: 'main' }]);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    if (name !== undefined) return json({ id: 9, number: 9, event: 'cron', cron: name });
    const isSix = String(body['expr']).split(' ').length === 6;
    return isSix ? json(body) : json({ message: 'Invalid Cronjob Expression' }, 400);
  }

  return {
    ...server,
    token,
    calls,
    failures,
    secrets,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

function stream(): Response {
  const lines = [
    ': ping\n\n',
    'data: {"pos":0,"out":"a\\n","time":0}\n\n',
    'data: {"pos":1,"out":"b\\n","time":1}\n\n',
    'event: error\ndata: eof\n\n',
  ];
  const body = new ReadableStream<Uint8Array>({
    pull: (out) => {
      const line = lines.shift();
      if (line === undefined) out.close();
      else out.enqueue(Buffer.from(line));
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

function json(value: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}
