import { isSubdomain } from '../names/name-relations.ts';
import type { AuthoritativeZone, UpdateGrant } from './authoritative-server.ts';
import { InvalidConfigurationError } from './errors.ts';
import { safeName } from './safe-text.ts';

const defaultTypes: Readonly<Record<UpdateGrant['purpose'], readonly string[]>> = {
  challenges: ['TXT'],
  names: ['A', 'AAAA', 'CNAME'],
};

/** What a grant is for, one name each. */
function grantedNames(zone: string, grant: UpdateGrant): string[] {
  const names = grant.names.map((each) => {
    const name = safeName(each);
    if (name.includes('*', 1)) {
      throw new InvalidConfigurationError(`"*" may only be the first label of a name: ${name}`);
    }
    const granted =
      grant.purpose === 'challenges' ? safeName(`_acme-challenge.${name.replace(/^\*\./, '')}`) : name;
    if (!isSubdomain(granted, zone)) {
      throw new InvalidConfigurationError(
        `${granted} does not lie in the zone ${zone} that the grant is for`,
      );
    }
    return granted;
  });
  return [...new Set(names)];
}

/** The rules of a zone's update-policy: exact names where possible, and only the types that are needed. */
export function formatUpdatePolicy(zone: AuthoritativeZone): string[] {
  return (zone.updates ?? []).flatMap((grant) => {
    const types = grant.types ?? defaultTypes[grant.purpose];
    if (types.length === 0 || !types.every((type) => /^[A-Z][A-Z0-9]*$/.test(type) && type !== 'ANY')) {
      throw new InvalidConfigurationError(`a grant of ${zone.name} must list types of records, and not ANY`);
    }
    return grantedNames(safeName(zone.name), grant).map((name) => {
      const rule = name.startsWith('*') ? 'wildcard' : 'name';
      return `grant ${safeName(grant.key.name)} ${rule} ${name} ${types.join(' ')};`;
    });
  });
}
