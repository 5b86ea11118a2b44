import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

import { isPasswordOf } from '../../rancher/users/password-hash.ts';
import type { Grafana } from '../grafana.ts';
import { GrafanaError } from '../http/grafana-error.ts';

export const sessionCookie = 'grafana_session';

/**
 * Whether somebody is logged in: by the session's cookie, or by name and password (Grafana's documentation,
 * "Authentication HTTP API").
 *
 * @throws GrafanaError 401 when name or password are wrong
 */
export async function findCaller(grafana: Grafana, { headers }: IncomingMessage): Promise<boolean> {
  const [, encoded] = /^Basic (.+)$/i.exec(headers.authorization ?? '') ?? [];
  if (encoded !== undefined) {
    const [login = '', ...rest] = Buffer.from(encoded, 'base64').toString().split(':');
    await checkPassword(grafana, login, rest.join(':'));
    return true;
  }
  const token = sessionToken(headers.cookie);
  if (token === undefined) return false;
  const now = grafana.now().getTime();
  return grafana.state.sessions.some(
    ({ tokenHash, expiresAt }) => expiresAt > now && tokenHash === hashToken(token),
  );
}

/** @throws GrafanaError 401 */
export async function checkPassword(grafana: Grafana, login: string, password: string): Promise<void> {
  const { admin } = grafana.state;
  const isName = isSame(login, admin.login);
  // Takes as long for a name that there is not.
  const isPassword = await isPasswordOf(admin.passwordHash, password);
  if (!isName || !isPassword)
    throw new GrafanaError(401, 'Invalid username or password', 'password-auth.failed');
}

export function sessionToken(cookies: string | undefined): string | undefined {
  const pairs = (cookies ?? '').split(';').map((pair) => pair.trim().split('='));
  return pairs.find(([name]) => name === sessionCookie)?.[1];
}

export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');

function isSame(one: string, other: string): boolean {
  return timingSafeEqual(Buffer.from(hashToken(one)), Buffer.from(hashToken(other)));
}
