import { once } from 'node:events';
import { request as requestHttp, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a site answered. */
export interface SiteAnswer {
  status: number;
  headers: IncomingMessage['headers'];
  body: string;
}

/** Where and how a site is asked. */
export interface SiteOptions {
  /** Of the machine; its name is not looked up. */
  address: string;
  /** PEM of whom to trust; the authorities Node trusts where there is none. */
  trusted?: string | undefined;
  /** Whether the certificate matters. @default true */
  verifies?: boolean;
  signal: AbortSignal;
  /** Beside the name. */
  headers?: Readonly<Record<string, string>>;
  /** Of the socket. @default 30_000 */
  timeoutMs?: number;
}

/**
 * Asks a site of the hunt by its name, as a client outside would, whatever the resolver of this machine knows.
 *
 * @throws the connection's own error: a certificate that is not trusted, a name that is refused
 */
export async function askSite(
  url: string,
  { address, trusted, verifies = true, headers, signal, timeoutMs = 30_000 }: SiteOptions,
): Promise<SiteAnswer> {
  const { protocol, hostname, port, pathname, search } = new URL(url);
  const options: RequestOptions = {
    host: address,
    ...(port === '' ? {} : { port }),
    path: pathname + search,
    headers: { ...headers, Host: hostname },
    agent: false,
    signal,
    timeout: timeoutMs,
  };
  const ca = trusted === undefined ? {} : { ca: trusted };
  const name = isIP(hostname) === 0 ? { servername: hostname } : {};
  const tls = { ...options, ...name, rejectUnauthorized: verifies, ...ca };
  const asking = protocol === 'https:' ? requestHttps(tls) : requestHttp(options);
  asking.once('timeout', () => asking.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)));
  asking.end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, body: await text(answer) };
}
