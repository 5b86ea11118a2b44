import type { CallOptions } from '../client/client-options.ts';
import { AnswerNotUnderstoodError, isNotFound, RequestRefusedError } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { textOf } from '../client/wire.ts';
import { deleteToken } from '../tokens/delete-token.ts';
import { withoutExt } from '../tokens/token-id.ts';

/** A user of Rancher's own, not of another provider. */
export interface Credentials {
  /** @default 'admin' */
  username?: string;
  password: string;
}

export interface LoginOptions extends CallOptions {
  /** Shown in Rancher's list of tokens. @default '@wescale/rancher-client' */
  description?: string;
  /** Asked for; Rancher puts its setting `auth-user-session-ttl-minutes` in its place. @default 3_600_000 */
  ttlMs?: number;
}

/** A session. */
export interface LoginToken {
  /** Bearer token; a secret. */
  token: string;
  /** Name of the token, such as `token-x7k2p`. */
  id: string;
  /** When the session ends, as Rancher set it. */
  expiresAt?: string;
  [field: string]: unknown;
}

/**
 * Logs in: by `/v1-public` (2.13 and newer), or by `/v3-public` where that answers 404. A lost answer is asked for again;
 * that leaves at most a session nobody uses, which expires.
 *
 * @throws RequestRefusedError with `login-refused`
 * @example
 * const { token } = await login(rancher, { password: 'correct horse battery staple' });
 * const admin = rancher.withToken(token);
 */
export async function login(
  rancher: RancherClient,
  { username = 'admin', password }: Credentials,
  { description = '@wescale/rancher-client', ttlMs = 3_600_000, signal }: LoginOptions = {},
): Promise<LoginToken> {
  const anonymous = rancher.withToken(undefined);
  const body = { username, password, description, ttl: ttlMs };
  const call = {
    task: `log in as ${username}`,
    method: 'POST',
    secrets: [password],
    isRepeatable: true,
    unauthorized: 'login-refused',
    signal,
  } as const;
  let answer: unknown;
  try {
    answer = await anonymous.json({
      ...call,
      path: ['v1-public', 'login'],
      body: { type: 'localProvider', ...body },
    });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    answer = await anonymous.json({
      ...call,
      path: ['v3-public', 'localProviders', 'local'],
      query: { action: 'login' },
      body,
    });
  }
  const token = textOf(answer, 'token');
  if (token === undefined || !/^(ext\/)?[^\s:]+:[^\s:]+$/.test(token))
    throw new AnswerNotUnderstoodError(call.task, 'the answer holds no token');
  const [id = ''] = withoutExt(token).split(':');
  return { ...(answer as object), token, id };
}

/**
 * Whether Rancher refuses these credentials, such as a default password that was to be replaced. A login that is not refused
 * is ended again.
 *
 * @throws RancherClientError when Rancher neither takes nor refuses them
 */
export async function isLoginRefused(
  rancher: RancherClient,
  credentials: Credentials,
  options: CallOptions = {},
): Promise<boolean> {
  try {
    const { token } = await login(rancher, credentials, { ...options, description: 'a password is tried' });
    await logout(rancher.withToken(token), options);
    return false;
  } catch (error) {
    if (error instanceof RequestRefusedError && error.code === 'login-refused') return true;
    throw error;
  }
}

/** Ends the session of the client's own token. One that has ended already is fine. */
export async function logout(rancher: RancherClient, options: CallOptions = {}): Promise<void> {
  const id = rancher.tokenId;
  if (id === undefined) return;
  try {
    await deleteToken(rancher, id, options);
  } catch (error) {
    if (!(error instanceof RequestRefusedError) || error.code !== 'not-signed-in') throw error;
  }
}
