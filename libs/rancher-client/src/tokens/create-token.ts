import type { CallOptions } from '../client/client-options.ts';
import { AnswerNotUnderstoodError, isNotFound } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { fieldOf, textOf } from '../client/wire.ts';
import { InvalidCallError } from '../errors.ts';
import { deleteToken } from './delete-token.ts';
import { withoutExt } from './token-id.ts';

export interface TokenRequest {
  /** Shown in Rancher's list of tokens. */
  description: string;
  /** How long it is to last, in milliseconds; 0 for as long as Rancher allows, 90 days by default. @default 0 */
  ttlMs?: number;
  /** Good for this cluster alone; such tokens exist in the legacy API only. */
  clusterId?: string;
  /** `auto` takes the new API, and the legacy one where that is not there. @default 'auto' */
  kind?: 'auto' | 'ext' | 'legacy';
}

/** A token that was made. */
export interface CreatedToken {
  /** Bearer token; a secret, and never shown again. */
  token: string;
  /** Name of the token, such as `token-x7k2p`. */
  id: string;
  kind: 'ext' | 'legacy';
  /** When Rancher will refuse it; `undefined` when it never will. */
  expiresAt: Date | undefined;
  /** Whether Rancher gave it less time than was asked for, by `auth-token-max-ttl-minutes`. "Never" is capped too. */
  isCapped: boolean;
}

/**
 * Makes a token for the user whose token the client has.
 *
 * It is tried once: whether a lost answer made a token cannot be told, and its secret would be lost in any case. Try again;
 * a token nobody knows expires.
 *
 * @throws RequestRefusedError, RancherUnreachableError
 * @example
 * const { token, expiresAt } = await createToken(admin, { description: 'hunt', ttlMs: 30 * 86_400_000 });
 */
export async function createToken(
  rancher: RancherClient,
  request: TokenRequest,
  options: CallOptions = {},
): Promise<CreatedToken> {
  const { ttlMs = 0, clusterId, kind = clusterId === undefined ? 'auto' : 'legacy' } = request;
  if (!Number.isInteger(ttlMs) || ttlMs < 0)
    throw new InvalidCallError(`a token lasts a whole number of milliseconds, 0 or more, not ${ttlMs}`);
  if (clusterId !== undefined && kind === 'ext')
    throw new InvalidCallError('a token for one cluster alone exists in the legacy API only');
  if (kind === 'legacy') return createLegacyToken(rancher, { ...request, ttlMs }, options);
  const created = await createExtToken(rancher, { ...request, ttlMs }, options);
  if (created !== undefined) return created;
  if (kind === 'auto') return createLegacyToken(rancher, { ...request, ttlMs }, options);
  throw new AnswerNotUnderstoodError(
    `make the token '${request.description}'`,
    'this Rancher gives no bearer token by the new API (it does since 2.13)',
  );
}

/** @returns `undefined` where the API is not there, or is the one of 2.12, which has no bearer token */
async function createExtToken(
  rancher: RancherClient,
  { description, ttlMs }: TokenRequest & { ttlMs: number },
  { signal }: CallOptions,
): Promise<CreatedToken | undefined> {
  const task = `make the token '${description}'`;
  const path = ['v1', 'ext.cattle.io.tokens'];
  let answer: unknown;
  try {
    answer = await rancher.json({
      task,
      method: 'POST',
      path,
      body: { spec: { description, ttl: ttlMs } },
      signal,
    });
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
  const name = textOf(answer, 'metadata', 'name') ?? textOf(answer, 'id');
  const token = textOf(answer, 'status', 'bearerToken');
  if (token === undefined) {
    if (name !== undefined) await deleteToken(rancher, name, { signal });
    return undefined;
  }
  const expiresAt = textOf(answer, 'status', 'expiresAt');
  const grantedMs = fieldOf(answer, 'spec', 'ttl');
  return { ...created(token, ttlMs, grantedMs, expiresAt), kind: 'ext' };
}

async function createLegacyToken(
  rancher: RancherClient,
  { description, ttlMs, clusterId }: TokenRequest & { ttlMs: number },
  { signal }: CallOptions,
): Promise<CreatedToken> {
  const task = `make the token '${description}'`;
  const body = { type: 'token', description, ttl: ttlMs, ...(clusterId === undefined ? {} : { clusterId }) };
  const answer = await rancher.json({ task, method: 'POST', path: ['v3', 'tokens'], body, signal });
  const token = textOf(answer, 'token');
  if (token === undefined) throw new AnswerNotUnderstoodError(task, 'the answer holds no token');
  return {
    ...created(token, ttlMs, fieldOf(answer, 'ttl'), textOf(answer, 'expiresAt')),
    kind: 'legacy',
  };
}

function created(
  token: string,
  askedMs: number,
  grantedMs: unknown,
  expiresAt: string | undefined,
): Omit<CreatedToken, 'kind'> {
  const [id = ''] = withoutExt(token).split(':');
  const granted = typeof grantedMs === 'number' ? grantedMs : askedMs;
  return {
    token,
    id,
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
    isCapped: granted > 0 && (askedMs === 0 || granted < askedMs),
  };
}
