import { Type } from 'typebox';

import { ApiError } from '../http/api-error.ts';
import { collection, pageQuery } from '../http/collection.ts';
import {
  callerOf,
  created,
  noContent,
  ok,
  route,
  type Route,
  type RouteRequest,
  type Shown,
} from '../http/route.ts';
import { strict } from '../http/schema.ts';
import type { Rancher } from '../rancher.ts';
import type { Token } from '../state/state.ts';
import { issueToken } from './issue-token.ts';

/** A token as /v3 shows it; its value is in the answer that made it only. */
export function presentToken(token: Token, request: RouteRequest<unknown>): Shown {
  // Assumption: a new token shows under /v3/tokens with the prefix `ext/` before its id.
  const id = `${token.kind === 'ext' ? 'ext/' : ''}${token.id}`;
  const self = `${request.origin}/v3/tokens/${id}`;
  return {
    id,
    type: 'token',
    baseType: 'token',
    name: token.id,
    userId: token.userId,
    description: token.description,
    clusterId: token.clusterId ?? null,
    ttl: token.ttlMs,
    created: token.createdAt,
    createdTS: Date.parse(token.createdAt),
    expiresAt: token.expiresAt,
    expired: false,
    enabled: true,
    isDerived: !token.isSession,
    current: token === request.caller?.token,
    authProvider: 'local',
    links: { self, remove: self },
  };
}

/** One of the caller's own tokens. */
function own(rancher: Rancher, request: RouteRequest<unknown>): Token {
  const id = request.params['id'] ?? '';
  const userId = callerOf(request).user.id;
  const token = rancher.state.tokens.find((one) => one.id === id && one.userId === userId);
  if (token === undefined) throw new ApiError('NotFound', `token ${id} not found`);
  return token;
}

const row = 'facts/k3s-rancher.md §3, row "Token"';

export const createLegacyToken: Route = route({
  method: 'POST',
  path: '/v3/tokens',
  fact: row,
  body: strict({
    type: Type.Optional(Type.Literal('token')),
    description: Type.Optional(Type.String()),
    ttl: Type.Optional(Type.Integer({ minimum: 0 })),
    clusterId: Type.Optional(Type.String()),
  }),
  handle: (rancher, request) => {
    const { description = '', ttl = 0, clusterId } = request.body;
    const { token, value } = issueToken(rancher, {
      userId: callerOf(request).user.id,
      kind: 'legacy',
      isSession: false,
      description,
      ttlMs: ttl,
      ...(clusterId === undefined ? {} : { clusterId }),
    });
    return created({ ...presentToken(token, request), token: value });
  },
});

export const listTokens: Route = route({
  method: 'GET',
  path: '/v3/tokens',
  fact: `${row}; values are told once, so none is listed`,
  query: pageQuery,
  handle: (rancher, request) => {
    const userId = callerOf(request).user.id;
    const tokens = rancher.state.tokens.filter((token) => token.userId === userId);
    return ok(
      collection(
        'token',
        tokens.map((token) => presentToken(token, request)),
        request,
      ),
    );
  },
});

export const getToken: Route = route({
  method: 'GET',
  path: '/v3/tokens/:id',
  fact: `${row}; one of the list by its id`,
  handle: (rancher, request) => ok(presentToken(own(rancher, request), request)),
});

export const deleteToken: Route = route({
  method: 'DELETE',
  path: '/v3/tokens/:id',
  fact: `${row}; what is made can be taken back`,
  handle: (rancher, request) => {
    const token = own(rancher, request);
    rancher.state.tokens = rancher.state.tokens.filter((one) => one !== token);
    // Assumption: deleting a token answers 204.
    return noContent();
  },
});

export const logOut: Route = route({
  method: 'POST',
  path: '/v3/tokens',
  action: 'logout',
  fact: `${row}; the session's own token is taken back`,
  handle: (rancher, request) => {
    const { token } = callerOf(request);
    rancher.state.tokens = rancher.state.tokens.filter((one) => one !== token);
    // Assumption: logging out answers 200 and clears the cookie R_SESS.
    return {
      status: 200,
      headers: { 'set-cookie': 'R_SESS=; Path=/; Max-Age=0; HttpOnly; Secure' },
    };
  },
});
