import type { CallOptions } from '../client/client-options.ts';
import { AnswerNotUnderstoodError, isNotFound } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { fieldOf, textOf } from '../client/wire.ts';
import { InvalidCallError, RancherClientError } from '../errors.ts';
import { deleteToken } from './delete-token.ts';
import { listTokens, type TokenSummary } from './list-tokens.ts';
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
  /**
   * Tokens of this description that came to be meanwhile: made by tries whose answers were lost, with secrets nobody knows,
   * unless somebody else makes such tokens too. They expire; `deleteToken` ends them sooner.
   */
  strayIds: string[];
}

type Made = Omit<CreatedToken, 'strayIds'>;
type CompleteRequest = TokenRequest & { ttlMs: number };

/**
 * Makes a token for the user whose token the client has. When an answer is lost, its secret is too: another token is made,
 * and the result names what was left behind.
 *
 * @throws InvalidCallError, RequestRefusedError, RancherUnreachableError
 * @example
 * const { token, expiresAt } = await createToken(admin, { description: 'hunt', ttlMs: 30 * 86_400_000 });
 */
export async function createToken(
  rancher: RancherClient,
  request: TokenRequest,
  options: CallOptions = {},
): Promise<CreatedToken> {
  const complete = checkRequest(request);
  const known = await tokenIds(rancher, options);
  for (let attempt = 1; ; attempt += 1) {
    try {
      const made = await createOnce(rancher, complete, options);
      return { ...made, strayIds: attempt === 1 ? [] : await strays(rancher, request, known, made, options) };
    } catch (error) {
      const delayMs = rancher.retryDelayMs(error, attempt);
      if (delayMs === undefined) throw error;
      await rancher.pauseBeforeRetry(error, delayMs, options);
    }
  }
}

function checkRequest(request: TokenRequest): CompleteRequest {
  const { ttlMs = 0, clusterId, kind } = request;
  if (!Number.isInteger(ttlMs) || ttlMs < 0)
    throw new InvalidCallError(`a token lasts a whole number of milliseconds, 0 or more, not ${ttlMs}`);
  if (clusterId !== undefined && kind === 'ext')
    throw new InvalidCallError('a token for one cluster alone exists in the legacy API only');
  return { ...request, ttlMs, kind: clusterId === undefined ? (kind ?? 'auto') : 'legacy' };
}

/** What tokens there are is good to know and no reason to do without a new one: `undefined` where lists are refused. */
async function tokensIfListed(
  rancher: RancherClient,
  options: CallOptions,
): Promise<TokenSummary[] | undefined> {
  try {
    return await listTokens(rancher, options);
  } catch (error) {
    if (error instanceof RancherClientError) return undefined;
    throw error;
  }
}

async function tokenIds(rancher: RancherClient, options: CallOptions): Promise<ReadonlySet<string>> {
  return new Set((await tokensIfListed(rancher, options))?.map(({ id }) => id));
}

async function strays(
  rancher: RancherClient,
  { description }: TokenRequest,
  known: ReadonlySet<string>,
  made: Made,
  options: CallOptions,
): Promise<string[]> {
  // Without a list from before, old tokens would pass for stray ones; the one that asks is always in it.
  if (known.size === 0) return [];
  const tokens = (await tokensIfListed(rancher, options)) ?? [];
  return tokens
    .filter((token) => token.description === description && !known.has(token.id) && token.id !== made.id)
    .map(({ id }) => id);
}

async function createOnce(
  rancher: RancherClient,
  request: CompleteRequest,
  options: CallOptions,
): Promise<Made> {
  if (request.kind === 'legacy') return createLegacyToken(rancher, request, options);
  const created = await createExtToken(rancher, request, options);
  if (created !== undefined) return created;
  if (request.kind !== 'ext') return createLegacyToken(rancher, request, options);
  throw new AnswerNotUnderstoodError(
    `make the token '${request.description}'`,
    'this Rancher gives no bearer token by the new API (it does since 2.13)',
  );
}

/** @returns `undefined` where the API is not there, or is the one of 2.12, which has no bearer token */
async function createExtToken(
  rancher: RancherClient,
  { description, ttlMs }: CompleteRequest,
  { signal }: CallOptions,
): Promise<Made | undefined> {
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
  { description, ttlMs, clusterId }: CompleteRequest,
  { signal }: CallOptions,
): Promise<Made> {
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
): Omit<Made, 'kind'> {
  const [id = ''] = withoutExt(token).split(':');
  const granted = typeof grantedMs === 'number' ? grantedMs : askedMs;
  return {
    token,
    id,
    expiresAt: expiresAt === undefined ? undefined : new Date(expiresAt),
    isCapped: granted > 0 && (askedMs === 0 || granted < askedMs),
  };
}
