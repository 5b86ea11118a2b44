import type { AuthoritativeZone, NamedFolders } from './authoritative-server.ts';
import { formatUpdatePolicy } from './format-update-policy.ts';
import { fileNameOf, safeAddress, safeName, safeNumber } from './safe-text.ts';

/** Where a dynamic zone lies. */
export function zoneFile(zone: AuthoritativeZone, folders: NamedFolders): string {
  return `${folders.state}/${fileNameOf(zone.name)}.db`;
}

export function formatZoneClause(zone: AuthoritativeZone, folders: NamedFolders): string {
  const policy = formatUpdatePolicy(zone);
  const { transfer, dnssec } = zone;
  const lines = ['type primary;', `file "${zoneFile(zone, folders)}";`];
  if (policy.length > 0) lines.push('update-policy {', ...policy.map((rule) => `  ${rule}`), '};');
  if (transfer !== undefined) {
    const { key: ownKey, secondaries: told = [] } = transfer;
    const keys = [ownKey, ...told.map(({ key = ownKey }) => key)].map(({ name }) => safeName(name));
    lines.push(`allow-transfer { ${[...new Set(keys)].map((key) => `key ${key};`).join(' ')} };`);
    const secondaries = told.map(({ host, port, key = ownKey }) => {
      const atPort = port === undefined ? '' : ` port ${safeNumber('port', port, 1, 65_535)}`;
      return `${safeAddress(host)}${atPort} key ${safeName(key.name)};`;
    });
    if (secondaries.length > 0) lines.push(`also-notify { ${secondaries.join(' ')} };`);
  }
  if (dnssec !== undefined) {
    lines.push(`dnssec-policy "${dnssec === 'default' ? dnssec : dnssec.name}";`);
    // Said in any case, since the default for dynamic zones changes with BIND 9.20. A zone that nobody may update
    // can only be signed in a copy.
    lines.push(
      `inline-signing ${policy.length > 0 ? 'no' : 'yes'};`,
      `key-directory "${folders.state}/keys";`,
    );
  }
  const name = safeName(zone.name);
  return [
    `zone "${name === '.' ? name : name.slice(0, -1)}" {`,
    ...lines.map((line) => `  ${line}`),
    '};',
  ].join('\n');
}
