import { timingSafeEqual } from 'node:crypto';

import type { Caller } from '../http/route.ts';
import type { Rancher } from '../rancher.ts';
import { hashSecret, isExpired } from './issue-token.ts';

/**
 * Who sends a request: `Authorization: Bearer <token>` (facts/k3s-rancher.md §3), or the cookie of the dashboard's
 * login. Undefined for nobody we know.
 */
export function findCaller(
  rancher: Rancher,
  headers: { authorization?: string | undefined; cookie?: string | undefined },
): Caller | undefined {
  const value = bearerOf(headers.authorization) ?? sessionOf(headers.cookie);
  const [id = '', secret = ''] = (value ?? '').replace(/^ext\//, '').split(':');
  const token = rancher.state.tokens.find((one) => one.id === id);
  if (token === undefined || isExpired(token, rancher.now())) return undefined;
  // A new token is asked for with its prefix, a legacy one without.
  if (value?.startsWith('ext/') !== (token.kind === 'ext')) return undefined;
  if (!timingSafeEqual(Buffer.from(hashSecret(secret)), Buffer.from(token.secretHash))) return undefined;
  const user = rancher.state.users.find((one) => one.id === token.userId);
  return user === undefined ? undefined : { user, token };
}

const bearerOf = (header: string | undefined): string | undefined => /^Bearer (\S+)$/.exec(header ?? '')?.[1];

// Assumption: a browser's session is the token in the cookie R_SESS.
const sessionOf = (header: string | undefined): string | undefined => {
  const found = /(?:^|; *)R_SESS=([^;]+)/.exec(header ?? '')?.[1];
  return found === undefined ? undefined : decodeURIComponent(found);
};
