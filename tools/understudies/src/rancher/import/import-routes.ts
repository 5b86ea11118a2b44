import { Type } from 'typebox';

import { ApiError } from '../http/api-error.ts';
import { collection, pageQuery } from '../http/collection.ts';
import { created, ok, route, type Route, type RouteRequest, type Shown } from '../http/route.ts';
import { strict } from '../http/schema.ts';
import { minorOf, type Rancher } from '../rancher.ts';
import { settingValue } from '../settings/settings.ts';
import { randomText } from '../state/random-text.ts';
import type { RegistrationToken } from '../state/state.ts';
import { importManifest } from './import-manifest.ts';
import {
  clusterOfToken,
  createRegistrationToken,
  listRegistrationTokens,
  registrationTtlMs,
} from './registration-tokens.ts';

const row = 'facts/k3s-rancher.md §3, row "Reg. token"';

function present(rancher: Rancher, token: RegistrationToken, request: RouteRequest<unknown>): Shown {
  const id = `${token.clusterId}:${token.name}`;
  const self = `${request.origin}/v3/clusterregistrationtokens/${id}`;
  const serverUrl = settingValue(rancher, 'server-url');
  // While nobody has said how Rancher is reached, there is nothing to reach it by.
  const manifestUrl = serverUrl === '' ? '' : `${serverUrl}/v3/import/${token.value}_${token.clusterId}.yaml`;
  const commands =
    manifestUrl === ''
      ? { command: '', insecureCommand: '' }
      : {
          command: `kubectl apply -f ${manifestUrl}`,
          insecureCommand: `curl --insecure -sfL ${manifestUrl} | kubectl apply -f -`,
        };
  return {
    id,
    type: 'clusterRegistrationToken',
    baseType: 'clusterRegistrationToken',
    name: token.name,
    namespaceId: token.clusterId,
    clusterId: token.clusterId,
    state: 'active',
    token: token.value,
    manifestUrl,
    ...commands,
    ...(minorOf(rancher) >= 15 ? rotation(token) : {}),
    created: token.createdAt,
    createdTS: Date.parse(token.createdAt),
    links: { self, remove: self },
  };
}

const rotation = ({ name, createdAt }: RegistrationToken): object => ({
  // Assumption: tokenSecretName is the token's name with `-token`, and ttl is in milliseconds.
  tokenSecretName: `${name}-token`,
  expiresAt: new Date(Date.parse(createdAt) + registrationTtlMs).toISOString(),
  ttl: registrationTtlMs,
});

export const listTokensOfCluster: Route = route({
  method: 'GET',
  path: '/v3/clusterregistrationtokens',
  fact: row,
  query: [...pageQuery, 'clusterId'],
  handle: (rancher, request) => {
    const tokens = listRegistrationTokens(rancher, request.query['clusterId']);
    return ok(
      collection(
        'clusterRegistrationToken',
        tokens.map((token) => present(rancher, token, request)),
        request,
      ),
    );
  },
});

export const getRegistrationToken: Route = route({
  method: 'GET',
  path: '/v3/clusterregistrationtokens/:id',
  fact: `${row}; one of the list by its id`,
  handle: (rancher, request) => {
    const id = request.params['id'] ?? '';
    const token = listRegistrationTokens(rancher).find((one) => `${one.clusterId}:${one.name}` === id);
    if (token === undefined) throw new ApiError('NotFound', `clusterRegistrationToken ${id} not found`);
    return ok(present(rancher, token, request));
  },
});

export const createToken: Route = route({
  method: 'POST',
  path: '/v3/clusterregistrationtokens',
  fact: row,
  body: strict({
    type: Type.Optional(Type.Literal('clusterRegistrationToken')),
    clusterId: Type.String(),
    name: Type.Optional(Type.String()),
  }),
  handle: (rancher, request) => {
    const { clusterId, name = `crt-${randomText(5)}` } = request.body;
    // Assumption: a registration token for a cluster that there is not answers 404.
    if (!rancher.state.clusters.some(({ id }) => id === clusterId))
      throw new ApiError('NotFound', `clusters.management.cattle.io "${clusterId}" not found`);
    // Assumption: a second registration token of the same name answers 409.
    if (listRegistrationTokens(rancher, clusterId).some((token) => token.name === name))
      throw new ApiError('Conflict', `clusterRegistrationToken ${clusterId}:${name} already exists`);
    return created(present(rancher, createRegistrationToken(rancher, clusterId, name), request));
  },
});

export const getManifest: Route = route({
  method: 'GET',
  path: '/v3/import/:file',
  fact: 'facts/k3s-rancher.md §3, row "Manifest", and §6',
  isPublic: true,
  handle: (rancher, { params }) => {
    const [, token = '', clusterId = ''] = /^([^_]+)_(.+)\.yaml$/.exec(params['file'] ?? '') ?? [];
    const cluster = clusterOfToken(rancher, token);
    if (cluster?.id !== clusterId) return { status: 400, body: 'cluster not found or invalid token' };
    const manifest = importManifest({
      serverUrl: settingValue(rancher, 'server-url'),
      token,
      caCertificates: settingValue(rancher, 'cacerts'),
      tlsMode: settingValue(rancher, 'agent-tls-mode'),
      version: `v${rancher.version}`,
      agentEnvVars: cluster.agentEnvVars,
    });
    return { status: 200, body: manifest };
  },
});
