import type { Helm } from '../helm/create-helm.ts';
import type { ObjectName } from '../chart/manifest.ts';
import { isObject } from '../release/json.ts';
import { readJson } from './read-json.ts';

/** Where the API keeps objects of a kind. */
interface Resource {
  plural: string;
  isNamespaced: boolean;
}

/** Resources by `apiVersion kind`. */
export type Discovery = ReadonlyMap<string, Resource>;

/** Kubernetes 1.30 and newer answer with all groups at once, in this form. */
const aggregated = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** All kinds the cluster knows, in two requests. */
export async function readDiscovery(helm: Helm, signal?: AbortSignal): Promise<Discovery> {
  const lists = await Promise.all(
    ['/api', '/apis'].map((path) => readJson(helm, path, { accept: aggregated, signal })),
  );
  return new Map(lists.flatMap(parseDiscovery));
}

export function parseDiscovery(list: unknown): [string, Resource][] {
  return fields(list, 'items').flatMap((group) => {
    const name = isObject(group['metadata']) ? group['metadata']['name'] : undefined;
    return fields(group, 'versions').flatMap((version) =>
      fields(version, 'resources').flatMap((resource): [string, Resource][] => {
        const kind = isObject(resource['responseKind']) ? resource['responseKind']['kind'] : undefined;
        if (typeof kind !== 'string') return [];
        const prefix = typeof name === 'string' && name !== '' ? `${name}/` : '';
        const key = `${prefix}${String(version['version'])} ${kind}`;
        return [
          [key, { plural: String(resource['resource']), isNamespaced: resource['scope'] === 'Namespaced' }],
        ];
      }),
    );
  });
}

function fields(value: unknown, name: string): Readonly<Record<string, unknown>>[] {
  const list = isObject(value) ? value[name] : undefined;
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** Kinds of these that the cluster does not know, each once: `cert-manager.io/v1 ClusterIssuer`. */
export const unknownKinds = (discovery: Discovery, objects: readonly ObjectName[]): string[] => [
  ...new Set(objects.map(kindKey).filter((key) => !discovery.has(key))),
];

const kindKey = ({ apiVersion, kind }: ObjectName): string => `${apiVersion} ${kind}`;

/** Path of an object; undefined when the cluster knows no such kind. */
export function objectPath(
  discovery: Discovery,
  object: ObjectName,
  releaseNamespace: string,
): string | undefined {
  const resource = discovery.get(kindKey(object));
  if (resource === undefined) return undefined;
  const root = object.apiVersion.includes('/') ? '/apis' : '/api';
  const scope = resource.isNamespaced
    ? `/namespaces/${encodeURIComponent(object.namespace ?? releaseNamespace)}`
    : '';
  return `${root}/${object.apiVersion}${scope}/${resource.plural}/${encodeURIComponent(object.name)}`;
}
