import { Type } from 'typebox';

import { ApiError } from '../http/api-error.ts';
import { created, route, type Answer, type Route } from '../http/route.ts';
import { strict } from '../http/schema.ts';
import type { Rancher } from '../rancher.ts';
import { settingValue } from '../settings/settings.ts';
import { issueToken } from '../tokens/issue-token.ts';
import { minutesToMs } from '../tokens/minutes.ts';
import { isPasswordOf } from '../users/password-hash.ts';

const credentials = {
  username: Type.String(),
  password: Type.String(),
  description: Type.Optional(Type.String()),
  // The server has its own mind about it.
  ttl: Type.Optional(Type.Integer({ minimum: 0 })),
  // Assumption: responseType is taken when it is `cookie` or `json`, and anything else is refused.
  responseType: Type.Optional(Type.Enum(['cookie', 'json'])),
};

interface Credentials {
  username: string;
  password: string;
  description?: string;
  responseType?: 'cookie' | 'json';
}

async function logIn(rancher: Rancher, given: Credentials): Promise<Answer> {
  const user = rancher.state.users.find(({ username }) => username === given.username);
  // Assumption: the words of a refused login are `authentication failed`.
  if (user === undefined || !(await isPasswordOf(user.passwordHash, given.password)))
    throw new ApiError('Unauthorized', 'authentication failed');
  const { token, value } = issueToken(rancher, {
    userId: user.id,
    kind: 'legacy',
    isSession: true,
    description: given.description ?? '',
    ttlMs: minutesToMs(settingValue(rancher, 'auth-user-session-ttl-minutes')),
  });
  // Assumption: a login that asks for a cookie answers 200 without a body.
  if (given.responseType === 'cookie')
    return { status: 200, headers: { 'set-cookie': `R_SESS=${value}; Path=/; HttpOnly; Secure` } };
  const { id, expiresAt } = token;
  return created({ token: value, expiresAt, id, type: 'token', baseType: 'token' });
}

export const logInNew: Route = route({
  method: 'POST',
  path: '/v1-public/login',
  fact: 'facts/k3s-rancher.md §3, row "Login ≥2.13"',
  isPublic: true,
  since: 13,
  body: strict({ ...credentials, type: Type.Literal('localProvider') }),
  handle: (rancher, { body }) => logIn(rancher, body),
});

export const logInOld: Route = route({
  method: 'POST',
  path: '/v3-public/localProviders/local',
  action: 'login',
  fact: 'facts/k3s-rancher.md §3, row "Login old"',
  isPublic: true,
  feature: 'v3-public',
  body: strict({ ...credentials, type: Type.Optional(Type.Literal('localProvider')) }),
  handle: (rancher, { body }) => logIn(rancher, body),
});
