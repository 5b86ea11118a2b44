import { Type } from 'typebox';

import { ApiError } from '../http/api-error.ts';
import { callerOf, created, noContent, ok, route, type Route, type RouteRequest } from '../http/route.ts';
import { steveCollection, steveQuery } from '../http/steve-collection.ts';
import { strict } from '../http/schema.ts';
import { minorOf, type Rancher } from '../rancher.ts';
import type { Token } from '../state/state.ts';
import { issueToken } from './issue-token.ts';

const path = '/v1/ext.cattle.io.tokens';
const row = 'facts/k3s-rancher.md §3, row "Token" (stores since 2.12)';

function presentExtToken(token: Token, request: RouteRequest<unknown>): object {
  const self = `${request.origin}${path}/${token.id}`;
  return {
    id: token.id,
    type: 'ext.cattle.io.token',
    apiVersion: 'ext.cattle.io/v1',
    kind: 'Token',
    metadata: { name: token.id, creationTimestamp: token.createdAt },
    spec: {
      userID: token.userId,
      description: token.description,
      ttl: token.ttlMs,
      enabled: true,
      clusterName: token.clusterId ?? '',
    },
    status: { current: token === request.caller?.token, expired: false, expiresAt: token.expiresAt },
    links: { self, remove: self },
  };
}

function own(rancher: Rancher, request: RouteRequest<unknown>): Token {
  const name = request.params['name'] ?? '';
  const userId = callerOf(request).user.id;
  const token = rancher.state.tokens.find(
    (one) => one.id === name && one.userId === userId && one.kind === 'ext',
  );
  if (token === undefined) throw new ApiError('NotFound', `tokens.ext.cattle.io "${name}" not found`);
  return token;
}

export const createExtToken: Route = route({
  method: 'POST',
  path,
  fact: row,
  since: 12,
  body: strict({
    type: Type.Optional(Type.Literal('ext.cattle.io.token')),
    spec: strict({
      description: Type.Optional(Type.String()),
      ttl: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
  }),
  handle: (rancher, request) => {
    const { description = '', ttl = 0 } = request.body.spec;
    const { token, value } = issueToken(rancher, {
      userId: callerOf(request).user.id,
      kind: 'ext',
      isSession: false,
      description,
      ttlMs: ttl,
    });
    const shown = presentExtToken(token, request) as { status: object };
    return created({ ...shown, status: { ...shown.status, ...onceOnly(rancher, value) } });
  },
});

/** `bearerToken` came with 2.13. */
function onceOnly(rancher: Rancher, bearerToken: string): object {
  // Assumption: status.value is the secret part alone; 2.12 tells nothing else.
  const secret = { value: bearerToken.split(':')[1] };
  return minorOf(rancher) >= 13 ? { ...secret, bearerToken } : secret;
}

export const listExtTokens: Route = route({
  method: 'GET',
  path,
  fact: `${row}; values are told once, so none is listed`,
  since: 12,
  query: steveQuery,
  handle: (rancher, request) => {
    const userId = callerOf(request).user.id;
    const data = rancher.state.tokens
      .filter((token) => token.kind === 'ext' && token.userId === userId)
      .map((token) => presentExtToken(token, request));
    return ok(steveCollection('ext.cattle.io.token', data, request));
  },
});

export const getExtToken: Route = route({
  method: 'GET',
  path: `${path}/:name`,
  fact: `${row}; one of the list by its name`,
  since: 12,
  handle: (rancher, request) => ok(presentExtToken(own(rancher, request), request)),
});

export const deleteExtToken: Route = route({
  method: 'DELETE',
  path: `${path}/:name`,
  fact: `${row}; what is made can be taken back`,
  since: 12,
  handle: (rancher, request) => {
    const token = own(rancher, request);
    rancher.state.tokens = rancher.state.tokens.filter((one) => one !== token);
    return noContent();
  },
});
