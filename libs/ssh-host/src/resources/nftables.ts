import { factKey, findFact } from '../read/host-facts.ts';
import { unifiedDiff } from '../plan/unified-diff.ts';
import { quote } from '../shell/quote.ts';
import { fileKind, type FileResource } from './file.ts';
import { linkKind, type LinkResource } from './link.ts';
import type { PlanContext, ResourceKind } from './resource-kind.ts';
import type { HostFacts } from '../read/host-facts.ts';

/**
 * One table of the packet filter, which is ours alone: replaced as a whole in one transaction, loaded at boot by a
 * unit of its own. Other tables are never touched. Needs the package `nftables`.
 */
export interface NftablesResource {
  kind: 'nftables';
  /** @default 'inet' */
  family?: 'inet' | 'ip' | 'ip6' | 'arp' | 'bridge' | 'netdev';
  table: string;
  /** What stands between the braces of the table: chains, sets, maps. */
  rules: string;
}

export const nftablesKind: ResourceKind<NftablesResource> = {
  name: tableOf,
  findMistake: ({ table }) =>
    /^[A-Za-z][A-Za-z0-9_]*$/.test(table) ? undefined : `"${table}" is not the name of a table`,
  paths: (resource) => partsOf(resource).flatMap((part) => pathsOf(part)),

  probe: (tables) => tables.map(probeTable).join('\n'),
  guards: (resource) => [factKey('nftables', tableOf(resource))],

  diff(resource, facts, context) {
    const table = tableOf(resource);
    const summary = `Replace table ${table} of the packet filter`;
    const seen = findFact(facts, 'nftables', table);
    const [live, wanted] = [decode(seen?.['live']), decode(seen?.['wanted'])];
    if (live.length === 0) {
      const diff = unifiedDiff(table, undefined, wanted.length > 0 ? wanted : Buffer.from(textOf(resource)));
      return {
        action: 'create',
        summary: `Load table ${table} of the packet filter`,
        reason: 'it is not loaded',
        diff,
      };
    }
    if (wanted.length > 0 && !live.equals(wanted))
      return {
        action: 'update',
        summary,
        reason: 'the rules in force differ',
        diff: unifiedDiff(table, live, wanted),
      };
    if (seen?.['active'] !== 'active')
      return {
        action: 'update',
        summary,
        reason: 'the unit that loads it again after a flush is not active',
      };
    const part = partsOf(resource)
      .map((each) => diffPart(each, facts, context))
      .find((difference) => difference !== undefined);
    return part && { ...part, summary };
  },

  apply(resource) {
    const { name, file, unit, wants } = filesOf(resource);
    return `${fileKind.apply(file)}
mkdir -p ${quote(wants.path.slice(0, wants.path.lastIndexOf('/')))}
${fileKind.apply(unit)}
${linkKind.apply(wants)}
systemctl daemon-reload
systemctl restart ${name}.service || { journalctl -q --no-pager -o cat -n 10 -u ${name}.service; exit 1; }`;
  },
};

function tableOf({ family = 'inet', table }: NftablesResource): string {
  return `${family} ${table}`;
}

/** Creating an empty table first lets the deletion succeed in any case; all of it is one transaction. */
function textOf(resource: NftablesResource): string {
  const table = `table ${tableOf(resource)}`;
  return `${table} {}\ndelete ${table}\n${table} {\n${resource.rules.trimEnd()}\n}\n`;
}

/**
 * Prints the rules in force, and ours as nft would print them once loaded: it loads them into a network namespace
 * that exists for this moment only. Counters are left out on both sides.
 */
function probeTable(resource: NftablesResource): string {
  const table = tableOf(resource);
  const list = `nft -s list table ${table}`;
  const base64 = Buffer.from(textOf(resource)).toString('base64');
  const load = `base64 -d | nft -f - && ${list}`;
  return `if command -v nft >/dev/null; then
  live=$(${list} 2>/dev/null | base64 -w0)
  wanted=$(printf %s ${base64} | unshare -n sh -c ${quote(load)} 2>/dev/null | base64 -w0)
  active=$(systemctl is-active ${filesOf(resource).name}.service 2>/dev/null)
  printf 'fact=nftables\\tname=%s\\tactive=%s\\tlive=%s\\twanted=%s\\n' ${quote(table)} "$active" "$live" "$wanted"
fi`;
}

function filesOf(resource: NftablesResource): {
  name: string;
  file: FileResource;
  unit: FileResource;
  wants: LinkResource;
} {
  const name = `nftables-${tableOf(resource).replace(' ', '-')}`;
  const path = `/etc/${name}.nft`;
  const unitPath = `/etc/systemd/system/${name}.service`;
  return {
    name,
    file: { kind: 'file', path, content: textOf(resource), mode: 0o600, validate: 'nft -c -f "$1"' },
    unit: { kind: 'file', path: unitPath, content: unitText(tableOf(resource), path) },
    wants: {
      kind: 'link',
      path: `/etc/systemd/system/sysinit.target.wants/${name}.service`,
      target: unitPath,
    },
  };
}

/** Loads the table before any network is up, and again when Debian's own unit has flushed all tables. */
function unitText(table: string, path: string): string {
  return `[Unit]
Description=Packet filter table ${table}
DefaultDependencies=no
Wants=network-pre.target
Before=network-pre.target shutdown.target
Conflicts=shutdown.target
After=nftables.service
PartOf=nftables.service
ReloadPropagatedFrom=nftables.service

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft -f ${path}
ExecReload=/usr/sbin/nft -f ${path}

[Install]
WantedBy=sysinit.target
`;
}

function partsOf(resource: NftablesResource): (FileResource | LinkResource)[] {
  const { file, unit, wants } = filesOf(resource);
  return [file, unit, wants];
}

function pathsOf(part: FileResource | LinkResource): ReturnType<NonNullable<typeof fileKind.paths>> {
  return (part.kind === 'file' ? fileKind.paths?.(part) : linkKind.paths?.(part)) ?? [];
}

function diffPart(
  part: FileResource | LinkResource,
  facts: HostFacts,
  context: PlanContext,
): ReturnType<typeof fileKind.diff> {
  return part.kind === 'file' ? fileKind.diff(part, facts, context) : linkKind.diff(part, facts, context);
}

function decode(base64: string | undefined): Buffer {
  return Buffer.from(base64 ?? '', 'base64');
}
