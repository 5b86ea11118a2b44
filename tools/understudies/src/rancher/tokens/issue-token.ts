import { createHash } from 'node:crypto';

import { minutesToMs } from './minutes.ts';
import type { Rancher } from '../rancher.ts';
import { settingValue } from '../settings/settings.ts';
import { randomText } from '../state/random-text.ts';
import type { Token } from '../state/state.ts';
import { tokenLifetimeMs } from './token-lifetime.ts';

export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Makes a token; its value is told here once and never again. */
export function issueToken(
  rancher: Rancher,
  wanted: Pick<Token, 'userId' | 'description' | 'kind' | 'isSession'> & {
    clusterId?: string;
    ttlMs: number;
  },
): { token: Token; value: string } {
  const capMs = minutesToMs(settingValue(rancher, 'auth-token-max-ttl-minutes'));
  const ttlMs = wanted.isSession ? wanted.ttlMs : tokenLifetimeMs(wanted.ttlMs, capMs);
  const secret = randomText(54);
  const now = rancher.now();
  const token: Token = {
    ...wanted,
    id: `token-${randomText(5)}`,
    secretHash: hashSecret(secret),
    ttlMs,
    createdAt: now.toISOString(),
    expiresAt: ttlMs === 0 ? '' : new Date(now.getTime() + ttlMs).toISOString(),
  };
  // Expired ones are of no use to anybody, and the state has to fit into a Secret.
  rancher.state.tokens = rancher.state.tokens.filter((one) => !isExpired(one, now));
  rancher.state.tokens.push(token);
  return { token, value: `${token.kind === 'ext' ? 'ext/' : ''}${token.id}:${secret}` };
}

export const isExpired = ({ expiresAt }: Token, now: Date): boolean =>
  expiresAt !== '' && Date.parse(expiresAt) <= now.getTime();
