import { factKey, findFact } from '../read/host-facts.ts';
import { quote } from '../shell/quote.ts';
import { fileKind, type FileResource } from './file.ts';
import type { ResourceKind } from './resource-kind.ts';

/** Kernel modules, loaded now and at boot by a file under `/etc/modules-load.d`. Needs the package `kmod`. */
export interface KernelModulesResource {
  kind: 'kernel-modules';
  /** Names the file. */
  name: string;
  modules: string[];
  /** `false` where the kernel is not the host's own: the file is written, nothing is loaded. @default true */
  isProvable?: boolean;
}

export const kernelModulesKind: ResourceKind<KernelModulesResource> = {
  name: ({ name }) => name,
  findMistake: ({ name, modules }) =>
    [name, ...modules].every((word) => /^[A-Za-z0-9_][A-Za-z0-9_-]*$/.test(word))
      ? undefined
      : 'its names may hold letters, digits, "-" and "_" only',
  paths: (resource) => fileKind.paths?.(fileOf(resource)) ?? [],

  probe: (resources) => {
    const modules = resources.filter(isLive).flatMap((resource) => resource.modules);
    if (modules.length === 0) return '';
    // A module that is part of the kernel need not show under /sys/module, but in the list of built-in ones.
    return `builtin=/lib/modules/$(uname -r)/modules.builtin
for module in ${modules.map((module) => quote(underscored(module))).join(' ')}; do
  loaded=no
  [ -d "/sys/module/$module" ] && loaded=yes
  [ $loaded = yes ] || tr - _ <"$builtin" 2>/dev/null | grep -q "/$module\\.ko" && loaded=yes
  printf 'fact=module\\tname=%s\\tloaded=%s\\n' "$module" $loaded
done`;
  },
  guards: (resource) =>
    isLive(resource) ? resource.modules.map((module) => factKey('module', underscored(module))) : [],

  diff(resource, facts, context) {
    const file = fileKind.diff(fileOf(resource), facts, context);
    const missing = (isLive(resource) ? resource.modules : []).filter(
      (module) => findFact(facts, 'module', underscored(module))?.['loaded'] !== 'yes',
    );
    if (!file && missing.length === 0) return undefined;
    return {
      action: file?.action ?? 'update',
      summary: `Load kernel modules ${resource.modules.join(', ')}`,
      reason: [...(file ? [file.reason] : []), ...missing.map((module) => `${module} is not loaded`)].join(
        '; ',
      ),
      ...(file?.diff !== undefined && { diff: file.diff }),
    };
  },

  apply: (resource) =>
    [
      fileKind.apply(fileOf(resource)),
      ...(isLive(resource) ? resource.modules.map((module) => `modprobe ${quote(module)}`) : []),
    ].join('\n'),
};

function isLive({ isProvable = true }: KernelModulesResource): boolean {
  return isProvable;
}

function underscored(module: string): string {
  return module.replaceAll('-', '_');
}

function fileOf({ name, modules }: KernelModulesResource): FileResource {
  return {
    kind: 'file',
    path: `/etc/modules-load.d/${name}.conf`,
    content: modules.map((module) => `${module}\n`).join(''),
  };
}
