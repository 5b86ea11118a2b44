import { expect, test } from 'vitest';
import { DroneClient, type DroneClientOptions } from '../src/index.ts';
import { startDroneServer, type DroneServer } from './support/drone-server.ts';
import { serveHttp } from './support/serve-http.ts';

function connect({ url, token }: DroneServer, options: Partial<DroneClientOptions> = {}): DroneClient {
  return new DroneClient({ url, token, wait: () => Promise.resolve(), ...options });
}

async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const one of source) found.push(one);
  return found;
}

test('every call asks for what Drone has, and nothing Drone does not know', async () => {
  await using server = await startDroneServer();
  const drone = connect(server);
  expect(await drone.user()).toMatchObject({ login: 'a' });
  expect(await drone.updateUser({ email: 'a@example.com' })).toMatchObject({ email: 'a@example.com' });
  expect(await drone.repositories()).toHaveLength(1);
  await drone.synchronise({ isAsync: true });
  expect(await drone.enable('p/g')).toMatchObject({ active: true });
  expect(await drone.updateRepository('p/g', { protected: true, trusted: false })).toMatchObject({
    protected: true,
  });
  await drone.takeOwnership('p/g');
  await drone.repair('p/g');
  expect(await drone.repository('p/g')).toMatchObject({ slug: 'p/g' });
  expect(await drone.build('p/g', 7)).toMatchObject({ number: 7 });
  expect(await drone.createBuild('p/g', { branch: 'main', parameters: { A: 'b' } })).toMatchObject({
    params: { branch: 'main', A: 'b' },
  });
  await drone.restart('p/g', 7, { debug: true });
  await drone.cancel('p/g', 7);
  expect(await drone.promote('p/g', 7, 'production')).toMatchObject({
    event: 'promote',
    deploy_to: 'production',
  });
  expect(await drone.promote('p/g', 7, 'production', { rollback: true })).toMatchObject({
    event: 'rollback',
  });
  await drone.approve('p/g', 7, 1);
  await drone.decline('p/g', 7);
  expect(await drone.log('p/g', 7, 1, 2)).toEqual([{ pos: 0, out: 'hello\n', time: 0 }]);
  expect(await drone.crons('p/g')).toHaveLength(1);
  await drone.createCron('p/g', { name: 'nightly', expr: '0 0 2 * * *', branch: 'main' });
  expect(await drone.runCron('p/g', 'nightly')).toMatchObject({ event: 'cron' });
  await drone.deleteCron('p/g', 'nightly');
  expect(await drone.templates('p')).toMatchObject([{ name: 'a.yml' }]);
  await drone.createTemplate('p', { name: 'b.yml', data: 'kind: pipeline' });
  expect(await drone.updateTemplate('p', { name: 'b.yml', data: 'kind: secret' })).toEqual({
    name: 'b.yml',
    data: 'kind: secret',
  });
  await drone.deleteTemplate('p', 'b.yml');
  await drone.createOrganizationSecret('p', { name: 'shared', data: 'value' });
  expect(await drone.organizationSecrets('p')).toEqual([{ name: 'shared' }]);
  await drone.updateOrganizationSecret('p', { name: 'shared', data: 'another' });
  expect(server.secrets.get('shared')).toMatchObject({ data: 'another' });
  await drone.deleteOrganizationSecret('p', 'shared');
  expect(await drone.sign('p/g', 'kind: pipeline\n')).toBe('signed');
  expect(await drone.encrypt('p/g', 'value')).toBe('encrypted');
  await drone.disable('p/g');
  expect(server.calls).toContain('POST /api/repos/p/g/builds/7/promote?target=production');
});

test('builds are read page by page, and no further than they are taken', async () => {
  await using server = await startDroneServer({ builds: 250 });
  const numbers = (await collect(connect(server).builds('p/g'))).map(({ number }) => number);
  expect(numbers).toHaveLength(250);
  expect(new Set(numbers).size).toBe(250);
  expect(server.calls).toHaveLength(3);
  for await (const { number } of connect(server).builds('p/g', { branch: 'main' })) if (number === 249) break;
  expect(server.calls.slice(3)).toEqual(['GET /api/repos/p/g/builds?branch=main&page=1&per_page=100']);
});

test('a log is streamed until it ends', async () => {
  await using server = await startDroneServer();
  const lines = await collect(connect(server).streamLog('p/g', 7, 1, 2));
  expect(lines.map(({ out }) => out)).toEqual(['a\n', 'b\n']);
});

test('secrets can be made, changed and removed, and their values never come back', async () => {
  await using server = await startDroneServer();
  const drone = connect(server);
  expect(await drone.createSecret('p/g', { name: 'token', data: 'value-1' })).toEqual({ name: 'token' });
  await drone.updateSecret('p/g', { name: 'token', data: 'value-2', pull_request: false });
  expect(server.secrets.get('token')).toMatchObject({ data: 'value-2' });
  expect(await drone.secrets('p/g')).toEqual([{ name: 'token', pull_request: false }]);
  await drone.deleteSecret('p/g', 'token');
  expect(await drone.secrets('p/g')).toEqual([]);
});

test('reading is tried again, with a pause that the server may lengthen, and then given up', async () => {
  await using server = await startDroneServer();
  const waited: number[] = [];
  const told: string[] = [];
  const drone = connect(server, {
    wait: (delayMs) => Promise.resolve(waited.push(delayMs)),
    onRetry: (message) => told.push(message),
  });
  server.failures.push(500, 429, 502);
  expect(await drone.user()).toMatchObject({ login: 'a' });
  expect(waited).toEqual([250, 1000, 1000]);
  expect(told[0]).toContain('attempt 2 of 4');
  server.failures.push(500, 500, 500, 500);
  await expect(drone.user()).rejects.toThrow(expect.objectContaining({ code: 'api-refused', status: 500 }));
});

test('writing is tried once: a build asked for twice would run twice', async () => {
  await using server = await startDroneServer();
  server.failures.push(502);
  await expect(connect(server).createBuild('p/g')).rejects.toThrow(expect.objectContaining({ status: 502 }));
  expect(server.calls).toHaveLength(1);
});

test('errors show neither the token nor a secret that was sent', async () => {
  await using server = await startDroneServer();
  const drone = connect(server, { maxAttempts: 1 });
  server.failures.push(500);
  await expect(drone.user()).rejects.toThrow('failed for [hidden]');
  await drone.createSecret('p/g', { name: 'token', data: 'value-1' });
  const conflict = drone.createSecret('p/g', { name: 'token', data: 'value-1' });
  await expect(conflict).rejects.toThrow('409 to POST /api/repos/p/g/secrets: exists already: [hidden]');
  expect(JSON.stringify(drone)).not.toContain(server.token);
});

test('a wrong token, a missing repository and a name that is none are one clear error each', async () => {
  await using server = await startDroneServer();
  await expect(connect(server, { token: 'wrong' }).user()).rejects.toThrow(
    'Drone answered 401 to GET /api/user: Unauthorized',
  );
  await expect(connect(server).repository('p/other')).rejects.toThrow(
    expect.objectContaining({ status: 404 }),
  );
});

test.each<[string, Partial<DroneClientOptions>]>([
  ['an address that is none', { url: 'drone.example.com' }],
  ['an address of another kind', { url: 'ftp://drone.example.com' }],
  ['an address with a password', { url: 'https://me:canary@drone.example.com' }],
  ['no token', { token: '' }],
  ['a token of two lines', { token: 'canary\ncanary' }],
])('%s is refused at once, and not repeated', (_what, options) => {
  const make = () => new DroneClient({ url: 'https://drone.example.com', token: 'a', ...options });
  expect(make).toThrow(expect.objectContaining({ code: 'invalid-call' }));
  expect(make).not.toThrow('canary');
});

test.each(['p/../admin', 'p', 'p/', '../p'])('"%s" is no repository', (slug) => {
  const drone = new DroneClient({ url: 'https://drone.example.com', token: 'a' });
  expect(() => drone.repository(slug as 'p/g')).toThrow(expect.objectContaining({ code: 'invalid-call' }));
});

test('lists that Go writes as null are empty', async () => {
  await using server = await serveHttp(() => new Response('null'));
  const drone = new DroneClient({ url: server.url, token: 'a' });
  expect(await drone.repositories()).toEqual([]);
  expect(await collect(drone.builds('p/g'))).toEqual([]);
});

test('an answer that breaks off is asked for again, and then given up', async () => {
  let asked = 0;
  await using server = await serveHttp(() => {
    asked++;
    const body = new ReadableStream<Uint8Array>({
      start: (out) => {
        out.enqueue(Buffer.from('{"login":'));
      },
      pull: (out) => {
        if (asked < 3) out.error(new Error('gone'));
        else {
          out.enqueue(Buffer.from('"a"}'));
          out.close();
        }
      },
    });
    return new Response(body);
  });
  const options = { url: server.url, token: 'a', wait: () => Promise.resolve() };
  expect(await new DroneClient(options).user()).toEqual({ login: 'a' });
  expect(asked).toBe(3);
  asked = 0;
  await expect(new DroneClient({ ...options, maxAttempts: 2 }).user()).rejects.toThrow(
    expect.objectContaining({ code: 'api-unreachable' }),
  );
});

test.each([
  ['breaks off', 'data: {"pos":0,"out":"a\\n","time":0}\n\n', 'api-unreachable'],
  ['holds nonsense', 'data: {"pos":\n\n', 'api-refused'],
])('a log that %s is not taken for a whole one', async (_what, text, code) => {
  await using server = await serveHttp(() => new Response(text));
  const log = new DroneClient({ url: server.url, token: 'a' }).streamLog('p/g', 7, 1, 2);
  await expect(collect(log)).rejects.toThrow(expect.objectContaining({ code }));
});

test('a server that is silent, gone or redirects is unreachable', async () => {
  await using silent = await serveHttp(() => new Promise<Response>(() => undefined));
  await using elsewhere = await serveHttp(
    () => new Response(null, { status: 302, headers: { location: 'http://127.0.0.1:9/' } }),
  );
  for (const url of [silent.url, elsewhere.url, 'http://127.0.0.1:9'])
    await expect(
      new DroneClient({ url, token: 'a', timeoutMs: 300, maxAttempts: 1 }).user(),
      url,
    ).rejects.toThrow(expect.objectContaining({ code: 'api-unreachable' }));
});

test('an abort ends calls and waits', async () => {
  await using silent = await serveHttp(() => new Promise<Response>(() => undefined));
  const stop = new AbortController();
  const call = new DroneClient({ url: silent.url, token: 'a' }).user({ signal: stop.signal });
  stop.abort();
  await expect(call).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});
