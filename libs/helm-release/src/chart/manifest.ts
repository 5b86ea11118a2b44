import { parseAllDocuments } from 'yaml';
import { HelmFailedError } from '../errors.ts';
import { isObject } from '../release/json.ts';

/** What names an object of Kubernetes. */
export interface ObjectName {
  apiVersion: string;
  kind: string;
  /** Absent where the manifest says none: that of the release, or none at all. */
  namespace?: string;
  name: string;
}

/** What names an object, without all else that is known of it: its content may hold secrets. */
export const nameOnly = ({ apiVersion, kind, namespace, name }: ObjectName): ObjectName => ({
  apiVersion,
  kind,
  name,
  ...(namespace === undefined ? {} : { namespace }),
});

/** One object of a rendered chart. */
export interface ManifestObject extends ObjectName {
  /** Run by helm at certain moments, and no part of the release otherwise. */
  isHook: boolean;
  content: Readonly<Record<string, unknown>>;
}

/**
 * The objects of a manifest in its own order; a `List` is taken apart. As lenient as helm and Kubernetes are: keys may be
 * there twice, and what looks like a date stays a text.
 */
export function parseManifest(text: string): ManifestObject[] {
  const documents = parseAllDocuments(text, {
    version: '1.1',
    merge: true,
    strict: false,
    uniqueKeys: false,
    prettyErrors: false,
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !tag.tag.endsWith(':timestamp')),
  });
  if (!Array.isArray(documents)) return [];
  return documents.flatMap((document, index) => {
    // What the parser says is withheld, since it may hold a part of a Secret.
    if (document.errors.length > 0)
      throw new HelmFailedError('render-failed', `document ${index + 1} of the manifest is no YAML`, '');
    return toObjects(document.toJS({ maxAliasCount: -1 }));
  });
}

function toObjects(value: unknown): ManifestObject[] {
  if (!isObject(value)) return [];
  const { apiVersion, kind, metadata, items } = value;
  if (Array.isArray(items) && typeof kind === 'string' && kind.endsWith('List'))
    return items.flatMap((item) => toObjects(item));
  if (typeof apiVersion !== 'string' || typeof kind !== 'string' || !isObject(metadata)) return [];
  const { name, namespace, annotations } = metadata;
  return [
    {
      isHook: isObject(annotations) && annotations['helm.sh/hook'] !== undefined,
      apiVersion,
      kind,
      name: String(name),
      ...(typeof namespace === 'string' ? { namespace } : {}),
      content: value,
    },
  ];
}

/** Names an object for people: `Deployment cattle-system/rancher`. */
export const describeObject = (object: ObjectName): string =>
  `${object.kind} ${object.namespace === undefined ? '' : `${object.namespace}/`}${object.name}`;

/** Names an object for comparison; two API versions of a group name the same object. */
export const objectKey = (object: ObjectName, releaseNamespace: string): string => {
  const group = object.apiVersion.includes('/') ? object.apiVersion.replace(/\/.*/, '') : '';
  return [group, object.kind, object.namespace ?? releaseNamespace, object.name].join('|');
};
