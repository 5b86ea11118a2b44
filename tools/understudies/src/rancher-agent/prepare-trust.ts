import { createHash } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { rootCertificates } from 'node:tls';

import { AgentError } from './agent-error.ts';

export interface TrustOptions {
  /** `https://rancher.example.com` */
  server: string;
  /** SHA-256 of the CA that the server is to hand out; empty when agents are told of no CA. */
  caChecksum: string;
  /** Whether only that CA counts. */
  isStrict: boolean;
}

/**
 * The certificates that the agent trusts, after it has tried them: rancher/rancher cmd/agent/main.go and facts
 * k3s-rancher.md §4, "Trap".
 *
 * @throws AgentError in the words of the real agent
 */
export async function prepareTrust({ server, caChecksum, isStrict }: TrustOptions): Promise<string[]> {
  await ask(`${server}/ping`, { rejectUnauthorized: false }).catch((error: unknown) => {
    // Assumption: a server that does not answer is reported as `ERROR: … is not accessible (…)`.
    throw new AgentError(`ERROR: ${server}/ping is not accessible (${wordsOf(error)})`, { cause: error });
  });
  const ca = caChecksum === '' ? '' : await fetchCa(server, caChecksum);
  if (ca === '' && isStrict)
    throw new AgentError('Strict CA verification is enabled but encountered error finding root CA');
  if (ca !== '') {
    const failure = await failureOf(server, [ca]);
    if (failure === undefined) return [...rootCertificates, ca];
    if (isStrict) throw new AgentError(`Could not securely connect to ${server}: ${failure}`);
  }
  const failure = await failureOf(server, [...rootCertificates]);
  if (failure !== undefined)
    throw new AgentError(
      `Certificate chain is not complete, or is not signed by a CA that this agent knows. error: ${failure}`,
    );
  return [...rootCertificates];
}

async function fetchCa(server: string, checksum: string): Promise<string> {
  const ca = await ask(`${server}/cacerts`, { rejectUnauthorized: false });
  const found = createHash('sha256').update(ca).digest('hex');
  // Assumption: a CA that is not the one announced is reported with both checksums.
  if (found !== checksum)
    throw new AgentError(
      `ERROR: Configured cacerts checksum (${found}) does not match given --ca-checksum (${checksum})`,
    );
  return ca;
}

async function failureOf(server: string, ca: string[]): Promise<string | undefined> {
  try {
    await ask(server, { ca });
    return undefined;
  } catch (error) {
    return wordsOf(error);
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The body of an answer; every status is one. */
async function ask(url: string, trust: { ca?: string[]; rejectUnauthorized?: boolean }): Promise<string> {
  const sent = request(url, { ...trust, agent: false, timeout: 5000 });
  sent.once('timeout', () => sent.destroy(new Error('no answer within 5 s')));
  sent.end();
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  return text(reply);
}
