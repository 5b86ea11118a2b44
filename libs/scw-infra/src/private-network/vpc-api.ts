import type { Client } from '@scaleway/sdk-client';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { UnexpectedAnswer } from '../errors/call-errors.ts';
import { listAll } from '../read/list-all.ts';
import type { PrivateNetwork } from './private-network.ts';

type Json = Record<string, unknown>;

/** The four calls of the VPC API that are needed, with the client's time limits, retries and typed errors. */
export interface VpcApi {
  /** Of this project, with the tag. */
  list(tag: string): Promise<PrivateNetwork[]>;
  create(name: string, tags: string[]): Promise<PrivateNetwork>;
  delete(id: string): Promise<void>;
}

/** Nothing is sent yet. The VPC of the networks is the project's default one. */
export function vpcApi(client: ScalewayClient, signal: AbortSignal | undefined): VpcApi {
  const sdk: Client = client.sdkClient(signal);
  const path = `/vpc/v2/regions/${client.region}/private-networks`;
  const { projectId } = client;
  return {
    list: async (tag) => {
      const found = await listAll((page) =>
        sdk.fetch(
          {
            method: 'GET',
            path,
            urlParams: new URLSearchParams({
              project_id: projectId,
              tags: tag,
              page: String(page),
              page_size: '100',
            }),
          },
          (answer) => {
            const { private_networks: items, total_count: totalCount } = asObject(answer, 'GET', path);
            return {
              items: Array.isArray(items) ? items.map((one) => readNetwork(one, 'GET', path)) : [],
              totalCount: typeof totalCount === 'number' ? totalCount : undefined,
            };
          },
        ),
      );
      // The filter is Scaleway's; that it takes a tag as a whole was not recorded.
      return found.filter(({ tags }) => tags.includes(tag));
    },
    create: (name, tags) =>
      sdk.fetch(
        {
          method: 'POST',
          path,
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ name, tags, project_id: projectId }),
        },
        (answer) => readNetwork(answer, 'POST', path),
      ),
    delete: async (id) => {
      await sdk.fetch({ method: 'DELETE', path: `${path}/${encodeURIComponent(id)}` });
    },
  };
}

function asObject(value: unknown, method: string, path: string): Json {
  if (typeof value === 'object' && value !== null) return value as Json;
  const call = { doing: `${method === 'POST' ? 'create' : 'read'} private network`, method, path };
  throw new UnexpectedAnswer(call, 'the answer has an unknown shape');
}

function readNetwork(value: unknown, method: string, path: string): PrivateNetwork {
  const network = asObject(value, method, path);
  const id = textOf(network, 'id');
  if (id === '') asObject(undefined, method, path);
  return {
    id,
    name: textOf(network, 'name'),
    tags: listOf(network, 'tags').map(String),
    createdAt: textOf(network, 'created_at'),
    subnets: listOf(network, 'subnets').map((subnet) => textOf(asObject(subnet, method, path), 'subnet')),
  };
}

function textOf(object: Json, field: string): string {
  const found = object[field];
  return typeof found === 'string' ? found : '';
}

function listOf(object: Json, field: string): unknown[] {
  const found = object[field];
  return Array.isArray(found) ? (found as unknown[]) : [];
}
