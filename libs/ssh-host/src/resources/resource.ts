import { InvalidResourceError } from '../errors.ts';
import { fileKind, type FileResource } from './file.ts';
import type { ResourceKind } from './resource-kind.ts';

/** Anything a host can be asked to have. Plain data; the order in a list is the order of applying. */
export type Resource = FileResource;

const kinds: Readonly<Record<Resource['kind'], ResourceKind<Resource>>> = {
  file: fileKind,
};

export function kindOf(resource: Resource): ResourceKind<Resource> {
  return kinds[resource.kind];
}

/**
 * How a resource is referred to, for example in `restartOn`: `<kind>:<name>`.
 *
 * @example
 * resourceId({ kind: 'file', path: '/etc/motd', content: '' }) // 'file:/etc/motd'
 */
export function resourceId(resource: Resource): string {
  return `${resource.kind}:${kindOf(resource).name(resource)}`;
}

/** Refuses descriptions that could not be carried out as meant, before anything reaches a host. */
export function checkResources(resources: readonly Resource[]): void {
  const seen = new Set<string>();
  for (const resource of resources) {
    const id = resourceId(resource);
    const kind = kindOf(resource);
    const mistake = kind.findMistake(resource);
    if (mistake) throw new InvalidResourceError(id, mistake);
    for (const trigger of kind.triggers?.(resource) ?? [])
      for (const other of trigger.on)
        if (!seen.has(other))
          throw new InvalidResourceError(id, `it waits for ${other}, which must come before it`);
    if (seen.has(id)) throw new InvalidResourceError(id, 'it is listed twice');
    seen.add(id);
  }
}
