import { findFact } from '../read/host-facts.ts';
import { quote } from '../shell/quote.ts';
import { fileKind, type FileResource } from './file.ts';
import type { ResourceKind } from './resource-kind.ts';

/** The name the host calls itself, now and after a reboot. */
export interface HostnameResource {
  kind: 'hostname';
  name: string;
}

export const hostnameKind: ResourceKind<HostnameResource> = {
  name: ({ name }) => name,
  findMistake: ({ name }) =>
    // RFC 1123 section 2.1; the kernel allows 64 characters.
    /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(name) &&
    name.length <= 64
      ? undefined
      : `"${name}" is not a host name`,
  paths: (hostname) => fileKind.paths?.(fileOf(hostname)) ?? [],
  probe: () =>
    `read -r name </proc/sys/kernel/hostname && printf 'fact=hostname\\tname=live\\tvalue=%s\\n' "$name"`,

  diff({ name }, facts, context) {
    const live = findFact(facts, 'hostname', 'live')?.['value'];
    const summary = `Name the host ${name}`;
    if (live !== name) return { action: 'update', summary, reason: `it is called ${live ?? 'nothing'}` };
    const file = fileKind.diff(fileOf({ kind: 'hostname', name }), facts, context);
    return file && { ...file, summary };
  },

  apply: (hostname) => `${fileKind.apply(fileOf(hostname))}\nhostname ${quote(hostname.name)}`,
};

function fileOf({ name }: HostnameResource): FileResource {
  return { kind: 'file', path: '/etc/hostname', content: `${name}\n` };
}
