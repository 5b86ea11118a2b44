import { isIPv6 } from 'node:net';
import { isSubdomain } from '../names/name-relations.ts';
import type { AuthoritativeZone } from './authoritative-server.ts';
import { InvalidConfigurationError } from './errors.ts';
import { safeAddress, safeName, safeNumber } from './safe-text.ts';

/** `user@example.org` as an SOA has it: a name, dots of the user escaped (RFC 1035 section 8). */
function formatContact(contact: string): string {
  const [user = '', domain = '', ...rest] = contact.split('@');
  if (!/^[A-Za-z0-9._+-]+$/.test(user) || domain === '' || rest.length > 0) {
    throw new InvalidConfigurationError(`"${contact}" is not a mailbox such as hostmaster@example.org`);
  }
  return `${user.replaceAll('.', '\\.')}.${safeName(domain)}`;
}

/** The zone as it first is: SOA, NS, addresses of name servers that lie in it. Everything else comes by UPDATE. */
export function formatFirstZone(zone: AuthoritativeZone): string {
  const apex = safeName(zone.name);
  const [primary] = zone.nameServers;
  if (primary === undefined) throw new InvalidConfigurationError(`the zone ${apex} needs a name server`);
  const contact = zone.contact ?? `hostmaster@${apex}`;
  const lines = [
    `$TTL ${safeNumber('defaultTtlSeconds', zone.defaultTtlSeconds ?? 300, 0, 0x7fff_ffff)}`,
    // Names that do not exist yet are forgotten after a minute.
    `${apex} IN SOA ${safeName(primary.name)} ${formatContact(contact)} 1 3600 600 1209600 60`,
    ...zone.nameServers.map(({ name }) => `${apex} IN NS ${safeName(name)}`),
  ];
  for (const { name, addresses } of zone.nameServers) {
    if (!isSubdomain(name, apex)) continue;
    if (addresses.length === 0) {
      throw new InvalidConfigurationError(`${safeName(name)} lies in ${apex}, so it needs addresses`);
    }
    for (const address of addresses.map(safeAddress)) {
      if (address.includes('/')) throw new InvalidConfigurationError(`"${address}" is not one address`);
      lines.push(`${safeName(name)} IN ${isIPv6(address) ? 'AAAA' : 'A'} ${address}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
