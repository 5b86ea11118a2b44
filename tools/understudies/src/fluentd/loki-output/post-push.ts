import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import type { PushBody } from './build-push.ts';

/** What came of a push. */
export type PushResult = { kind: 'taken' } | { kind: 'refused' | 'later'; reason: string };

/** Sends a push. Only 429 and 5xx are tried again; another refusal drops the chunk, as the real plugin does. */
export async function postPush(url: string, body: PushBody, signal: AbortSignal): Promise<PushResult> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  try {
    const sent = request(`${url}/loki/api/v1/push`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      timeout: 60_000,
      signal,
    });
    sent.once('timeout', () => sent.destroy(new Error(`no answer from ${url}`)));
    sent.end(JSON.stringify(body));
    const [reply] = (await once(sent, 'response')) as [IncomingMessage];
    const status = reply.statusCode ?? 0;
    const reason = `${status} ${(await text(reply)).trim()}`;
    if (status >= 200 && status < 300) return { kind: 'taken' };
    return { kind: status === 429 || status >= 500 ? 'later' : 'refused', reason };
  } catch (error) {
    return { kind: 'later', reason: error instanceof Error ? error.message : String(error) };
  }
}
