import { AuthorityMisbehavedError, NotOfferedError } from '../authority/errors.ts';
import type { ConnectionOptions } from '../authority/connection-options.ts';
import { parseRetryAfterMs } from '../authority/retry-after.ts';
import { AcmeSession } from '../authority/session.ts';
import { certificateId } from '../certificate/certificate-id.ts';
import { generatePrivateKey } from '../certificate/private-key.ts';
import { readRenewalInfo, type RenewalInfo } from './renewal-info.ts';

export interface FetchRenewalInfoOptions extends ConnectionOptions {
  directoryUrl: string;
  /** PEM, leaf first. */
  chainPem: string;
}

/**
 * Asks a CA when a certificate of its own should be renewed (RFC 9773 §4). Nobody need be known there.
 *
 * @throws NotOfferedError for a CA without ARI, AuthorityMisbehavedError for an answer of no use
 *
 * @example
 * ```ts
 * const { suggestedWindow } = await fetchRenewalInfo(certificate);
 * ```
 */
export async function fetchRenewalInfo(options: FetchRenewalInfoOptions): Promise<RenewalInfo> {
  const { directoryUrl, chainPem } = options;
  const id = certificateId(chainPem);
  const session = new AcmeSession({ directoryUrl, keyPem: await generatePrivateKey() }, options);
  const task = 'ask when to renew';
  try {
    const { renewalInfo } = await session.directory();
    if (renewalInfo === undefined) throw new NotOfferedError(task, directoryUrl, 'renewalInfo');
    session.say('renewal-info', 'asking the CA when to renew');
    const url = `${renewalInfo.replace(/\/$/, '')}/${id}`;
    const { data, headers } = await session.get(task, url);
    const info = readRenewalInfo(data, parseRetryAfterMs(headers['retry-after'], session.now()));
    if (typeof info === 'string') throw new AuthorityMisbehavedError(task, url, info);
    return info;
  } finally {
    session.close();
  }
}
