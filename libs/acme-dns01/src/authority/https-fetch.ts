import { Agent, request } from 'node:https';

/** The part of `fetch` that is used here; the global one satisfies it. */
export type AcmeFetch = (url: string, init: AcmeFetchInit) => Promise<AcmeReply>;

export interface AcmeFetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

export interface AcmeReply {
  status: number;
  headers: { get(name: string): string | null };
  text(): Promise<string>;
}

/** No ACME answer is larger: a certificate chain is a few kilobytes. */
const maxBodyBytes = 1024 * 1024;

/** HTTPS with connections kept open between calls. Trust can be given, which the global `fetch` has no option for. */
export class HttpsConnections {
  readonly #agent: Agent;

  /** @param trustedCertificates PEM certificates to trust instead of those Node trusts. */
  constructor(trustedCertificates: string | undefined) {
    this.#agent = new Agent({
      keepAlive: true,
      ...(trustedCertificates === undefined ? {} : { ca: trustedCertificates }),
    });
  }

  readonly fetch: AcmeFetch = (url, { method, headers, body, signal }) =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method, headers, signal, agent: this.#agent }, (reply) => {
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
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: reply.statusCode ?? 0,
            headers: {
              get: (name) => {
                const value = reply.headers[name.toLowerCase()];
                return Array.isArray(value) ? value.join(', ') : (value ?? null);
              },
            },
            text: () => Promise.resolve(text),
          });
        });
      });
      sent.once('error', reject);
      sent.end(body);
    });

  /** Closes what is open. */
  close(): void {
    this.#agent.destroy();
  }
}
