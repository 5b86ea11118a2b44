import { InvalidResourceError } from '../errors.ts';
import { absentKind, type AbsentResource } from './absent.ts';
import { authorizedKeysKind, type AuthorizedKeysResource } from './authorized-keys.ts';
import { commandKind, type CommandResource } from './command.ts';
import { cronKind, type CronResource } from './cron.ts';
import { directoryKind, type DirectoryResource } from './directory.ts';
import { fileKind, type FileResource } from './file.ts';
import { groupKind, type GroupResource } from './group.ts';
import { hostnameKind, type HostnameResource } from './hostname.ts';
import { kernelModulesKind, type KernelModulesResource } from './kernel-modules.ts';
import { linkKind, type LinkResource } from './link.ts';
import { nftablesKind, type NftablesResource } from './nftables.ts';
import { packageKind, type PackageResource } from './package.ts';
import type { ResourceKind } from './resource-kind.ts';
import { swapKind, type SwapResource } from './swap.ts';
import { sysctlKind, type SysctlResource } from './sysctl.ts';
import { unitKind, type UnitResource } from './unit.ts';
import { userKind, type UserResource } from './user.ts';

/** Anything a host can be asked to have. Plain data; the order in a list is the order of applying. */
export type Resource =
  | AbsentResource
  | AuthorizedKeysResource
  | CommandResource
  | CronResource
  | DirectoryResource
  | FileResource
  | GroupResource
  | HostnameResource
  | KernelModulesResource
  | LinkResource
  | NftablesResource
  | PackageResource
  | SwapResource
  | SysctlResource
  | UnitResource
  | UserResource;

const kinds: Readonly<Record<Resource['kind'], ResourceKind<Resource>>> = {
  absent: absentKind,
  'authorized-keys': authorizedKeysKind,
  command: commandKind,
  cron: cronKind,
  directory: directoryKind,
  file: fileKind,
  group: groupKind,
  hostname: hostnameKind,
  'kernel-modules': kernelModulesKind,
  link: linkKind,
  nftables: nftablesKind,
  package: packageKind,
  swap: swapKind,
  sysctl: sysctlKind,
  unit: unitKind,
  user: userKind,
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
  const paths = new Set<string>();
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
    if (!('path' in resource)) continue;
    if (paths.has(resource.path)) throw new InvalidResourceError(id, 'another resource has the same path');
    paths.add(resource.path);
  }
}
