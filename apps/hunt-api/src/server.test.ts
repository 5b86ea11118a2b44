import { expect, test } from 'vitest';
import { createServer } from './server.ts';

/** A server that nobody reaches over the network, and what it logs. */
function startServer() {
  const lines: string[] = [];
  const app = createServer({
    extensions: {},
    logLevel: 'debug',
    logStream: { write: (line) => void lines.push(line) },
  });
  return { app, lines };
}

test('health is said in one word', async () => {
  const { app } = startServer();
  const response = await app.inject('/healthz');
  expect([response.statusCode, response.json()]).toEqual([200, { status: 'ok' }]);
});

test('what is not there is a problem of RFC 9457, which no proxy keeps', async () => {
  const { app } = startServer();
  const response = await app.inject('/nothing');
  expect(response.statusCode).toBe(404);
  expect(response.headers).toMatchObject({
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  expect(response.json()).toEqual({
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    code: 'not-found',
    detail: 'There is nothing here',
    instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/) as string,
  });
});

test('what fails inside is told to the log and not to the caller', async () => {
  const { app, lines } = startServer();
  app.get('/broken', async () => {
    throw new Error('the database said no', { cause: new Error('password=canary') });
  });
  const response = await app.inject('/broken');
  expect(response.statusCode).toBe(500);
  expect(response.body).not.toContain('database');
  expect(lines.join('')).toContain('the database said no');
  expect(lines.join('')).not.toContain('canary');
});

test('a path that cannot be read is a problem as well', async () => {
  const { app } = startServer();
  const response = await app.inject('/%E0%A4%A');
  expect([response.statusCode, response.headers['content-type']]).toEqual([400, 'application/problem+json']);
});

test('fields that hold secrets are not logged, whoever logs them', () => {
  const { app, lines } = startServer();
  app.log.info({ token: 'canary-1', a: { password: 'canary-2', b: { secret: 'canary-3' } } }, 'careless');
  app.log.info({ request: { headers: { authorization: 'canary-4', signature: 'canary-5' } } }, 'careless');
  app.log.info({ call: { token: { access: 'canary-6' } }, answer: { data: 'canary-7' } }, 'careless');
  expect(lines).toHaveLength(3);
  expect(lines.join('')).not.toContain('canary');
});

test('a request is one line, without its query', async () => {
  const { app, lines } = startServer();
  await app.inject('/nothing?token=canary');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({
    level: 'info',
    method: 'GET',
    status: 404,
    service: 'hunt-api',
  });
  expect(lines[0]).not.toContain('canary');
});
