import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest, type RequestOptions } from 'node:https';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { checkServerIdentity, connect as connectTls } from 'node:tls';
import { WebSocket } from 'ws';

/** The part of `fetch` that is used here; the global one satisfies it. */
export type RancherFetch = (url: string, init: RancherFetchInit) => Promise<RancherReply>;

export interface RancherFetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** A redirect is an answer: following it would carry the token elsewhere. */
  redirect: 'manual';
}

export interface RancherReply {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** How an upgrade of the protocol was answered. */
export interface UpgradeReply {
  status: number;
  /** Header `Sec-WebSocket-Accept`. */
  accept: string | undefined;
}

/** Nothing that is read here is larger: the index of Rancher's own charts has some megabytes. */
const maxBodyBytes = 64 * 1024 * 1024;

/** HTTP and HTTPS with the trust and the address one wants, which the global `fetch` has no options for. */
export class Connections {
  readonly #http = new HttpAgent({ keepAlive: true });
  readonly #https = new HttpsAgent({ keepAlive: true });
  readonly #trustedCertificates: string | undefined;
  readonly #connectTo: { address: string; port?: number } | undefined;

  constructor(options: { trustedCertificates?: string; connectTo?: { address: string; port?: number } }) {
    this.#trustedCertificates = options.trustedCertificates;
    this.#connectTo = options.connectTo;
  }

  readonly fetch: RancherFetch = (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const sent = this.#request(url, { method, headers, signal }, (reply) => {
        const chunks: Buffer[] = [];
        let sizeBytes = 0;
        reply.on('data', (chunk: Buffer) => {
          sizeBytes += chunk.length;
          if (sizeBytes > maxBodyBytes)
            reply.destroy(new Error(`the answer is larger than ${maxBodyBytes} bytes`));
          else chunks.push(chunk);
        });
        reply.once('error', reject);
        reply.once('end', () => {
          resolve(replyOf(reply, Buffer.concat(chunks).toString('utf8')));
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });

  /** Asks for another protocol and closes the connection, however that was answered. */
  upgrade(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<UpgradeReply> {
    return new Promise((resolve, reject) => {
      const answer = (reply: IncomingMessage): void => {
        const accept = headerOf(reply, 'sec-websocket-accept') ?? undefined;
        resolve({ status: reply.statusCode ?? 0, accept });
      };
      const sent = this.#request(url, { method: 'GET', headers, signal, agent: false }, (reply) => {
        answer(reply);
        reply.destroy();
      });
      sent.once('upgrade', (reply: IncomingMessage, socket: { destroy(): void }) => {
        answer(reply);
        socket.destroy();
      });
      sent.once('error', reject);
      sent.end();
    });
  }

  /** A websocket that is being opened. */
  websocket(url: string, protocols: readonly string[], headers: Record<string, string>): WebSocket {
    const { hostname, protocol, port } = new URL(url);
    const isTls = protocol === 'wss:';
    const name = hostname.replace(/^\[|\]$/g, '');
    const host = this.#connectTo?.address ?? name;
    const where = { host, port: this.#connectTo?.port ?? Number(port || (isTls ? 443 : 80)) };
    const connect = (): Socket =>
      isTls
        ? connectTls({
            ...where,
            ...(this.#trustedCertificates === undefined ? {} : { ca: this.#trustedCertificates }),
            ...(isIP(name) === 0 ? { servername: name } : {}),
            checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
          })
        : connectTcp(where);
    return new WebSocket(url, [...protocols], {
      headers,
      perMessageDeflate: false,
      createConnection: connect,
    });
  }

  /** Closes what is open. */
  close(): void {
    this.#http.destroy();
    this.#https.destroy();
  }

  #request(
    url: string,
    { headers, ...options }: Omit<RequestOptions, 'headers'> & { headers: Record<string, string> },
    onReply: (reply: IncomingMessage) => void,
  ): ReturnType<typeof httpRequest> {
    const { hostname, host, protocol } = new URL(url);
    const elsewhere: RequestOptions =
      this.#connectTo === undefined
        ? { headers }
        : {
            host: this.#connectTo.address,
            hostname: this.#connectTo.address,
            ...(this.#connectTo.port === undefined ? {} : { port: this.#connectTo.port }),
            headers: { ...headers, Host: host },
          };
    // A kept connection may just be closing; a read is tried again then, a write had better not have to be.
    const keeps = options.method === 'GET';
    if (protocol === 'http:')
      return httpRequest(url, { agent: keeps ? this.#http : false, ...options, ...elsewhere }, onReply);
    const name = hostname.replace(/^\[|\]$/g, '');
    const isAddress = /^[\d.]+$|:/.test(name);
    return httpsRequest(
      url,
      {
        agent: keeps ? this.#https : false,
        ...(this.#trustedCertificates === undefined ? {} : { ca: this.#trustedCertificates }),
        ...(isAddress ? {} : { servername: name }),
        checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate),
        ...options,
        ...elsewhere,
      },
      onReply,
    );
  }
}

/** The answer, once its body has been read. */
export const replyOf = (reply: IncomingMessage, body: string): RancherReply => ({
  status: reply.statusCode ?? 0,
  headers: { get: (name) => headerOf(reply, name) },
  text: () => Promise.resolve(body),
});

function headerOf(reply: IncomingMessage, name: string): string | null {
  const value = reply.headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(', ') : (value ?? null);
}
