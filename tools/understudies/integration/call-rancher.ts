import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';

export interface Reply {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
  body: Record<string, unknown>;
}

export interface Call {
  token?: string;
  body?: unknown;
  /** What a proxy says of how the client reached it; empty for none. @default 'https' */
  proto?: string;
}

/** One request to an understudy of Rancher, whatever its certificate. */
export async function call(
  { url }: { url: string },
  method: string,
  path: string,
  { token, body, proto = 'https' }: Call = {},
): Promise<Reply> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  const sent = request(`${url}${path}`, {
    method,
    agent: false,
    rejectUnauthorized: false,
    headers: {
      ...(proto === '' ? {} : { 'x-forwarded-proto': proto }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
  });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  const content = await text(reply);
  const isJson = reply.headers['content-type'] === 'application/json';
  return {
    status: reply.statusCode ?? 0,
    headers: reply.headers,
    text: content,
    body: isJson ? (JSON.parse(content) as Record<string, unknown>) : {},
  };
}

/** The token of a login as admin. */
export async function logIn(rancher: { url: string }, password: string): Promise<string> {
  const body = { type: 'localProvider', username: 'admin', password };
  const login = await call(rancher, 'POST', '/v1-public/login', { body });
  if (login.status !== 201) throw new Error(`login failed: ${login.text}`);
  return String(login.body['token']);
}

/** A certificate for 127.0.0.1 that signs itself, so it is its own CA. */
export async function makeCertificate(
  commonName = 'rancher',
  names: readonly string[] = ['IP:127.0.0.1'],
): Promise<{ certificate: string; privateKey: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-'));
  try {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    await promisify(execFile)('openssl', [
      ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'],
      ...['-subj', `/CN=${commonName}`, '-addext', `subjectAltName=${names.join(',')}`],
      ...['-keyout', key, '-out', certificate],
    ]);
    return {
      certificate: await readFile(certificate, 'utf8'),
      privateKey: await readFile(key, 'utf8'),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
