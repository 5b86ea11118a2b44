import { isIPv6 } from 'node:net';
import type { AuthoritativeServer, NamedFolders } from './authoritative-server.ts';
import { formatDnssecPolicy, type DnssecPolicy } from './dnssec-policy.ts';
import { formatZoneClause } from './format-zone-clause.ts';
import { safeAddress, safeNumber } from './safe-text.ts';

const list = (entries: readonly string[]): string =>
  entries.length === 0 ? '{ none; }' : `{ ${entries.map((entry) => `${entry};`).join(' ')} }`;

function formatOptions(server: AuthoritativeServer, folders: NamedFolders): string {
  const port = safeNumber('port', server.port ?? 53, 1, 65_535);
  const addresses = server.listenOn?.map(safeAddress);
  const perSecond = safeNumber('responsesPerSecond', server.rateLimit?.responsesPerSecond ?? 15, 1, 1000);
  const exempt = ['127.0.0.1', '::1', ...(server.rateLimit?.exempt ?? []).map(safeAddress)];
  const lines = [
    `directory "${folders.cache}";`,
    `listen-on port ${port} ${list(addresses?.filter((address) => !isIPv6(address)) ?? ['any'])};`,
    `listen-on-v6 port ${port} ${list(addresses?.filter((address) => isIPv6(address)) ?? ['any'])};`,
    '',
    '// Answers for its own zones and for nothing else.',
    'recursion no;',
    'allow-recursion { none; };',
    'allow-query-cache { none; };',
    'dnssec-validation no;',
    'empty-zones-enable no;',
    '',
    '// Each zone says who may do more.',
    'allow-transfer { none; };',
    'allow-update { none; };',
    'allow-update-forwarding { none; };',
    '',
    '// Tells little, and little about itself.',
    'minimal-responses yes;',
    'minimal-any yes;',
    'version none;',
    'hostname none;',
    'server-id none;',
    '',
    '// Tells its secondaries at once; the delay of BIND would be 5 s.',
    'notify explicit;',
    `notify-delay ${safeNumber('notifyDelaySeconds', server.notifyDelaySeconds ?? 1, 0, 3600)};`,
    '',
    '// Is of no use for flooding others, and never limits those who watch a change arrive.',
    'max-udp-size 1232;',
    'rate-limit {',
    `  responses-per-second ${perSecond};`,
    '  slip 2;',
    `  exempt-clients ${list([...new Set(exempt)])};`,
    '};',
  ];
  return ['options {', ...lines.map((line) => (line === '' ? '' : `  ${line}`)), '};'].join('\n');
}

/** The whole of named.conf; keys stand in files of their own. */
export function formatNamedConf(
  server: AuthoritativeServer,
  folders: NamedFolders,
  keyFiles: readonly string[],
): string {
  const policies = new Map<string, DnssecPolicy>();
  for (const { dnssec } of server.zones) {
    if (dnssec !== undefined && dnssec !== 'default') policies.set(dnssec.name, dnssec);
  }
  return [
    '// Written as a whole; changes made here by hand are lost.',
    keyFiles.map((file) => `include "${file}";`).join('\n'),
    formatOptions(server, folders),
    ...[...policies.values()].map(formatDnssecPolicy),
    ...server.zones.map((zone) => formatZoneClause(zone, folders)),
    '',
  ]
    .filter((part, index, parts) => part !== '' || index === parts.length - 1)
    .join('\n\n')
    .replace(/\n+$/, '\n');
}
