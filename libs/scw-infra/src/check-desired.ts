import type { DesiredInfra, SecurityRule } from './desired.ts';
import { InvalidOption } from './errors/run-errors.ts';
import type { Identity } from './resource.ts';

export function check(isValid: boolean, option: string, expected: string): void {
  if (!isValid) throw new InvalidOption(option, expected);
}

const isPort = (port: number): boolean => Number.isInteger(port) && port >= 1 && port <= 65_535;

function checkRule(rule: SecurityRule, option: string): void {
  const { portFrom, portTo, protocol } = rule;
  check(portFrom === undefined || isPort(portFrom), `${option}.portFrom`, 'a port from 1 to 65535');
  check(
    portTo === undefined || (portFrom !== undefined && isPort(portTo) && portTo >= portFrom),
    `${option}.portTo`,
    'a port from portFrom to 65535',
  );
  check(
    portFrom === undefined || protocol === 'TCP' || protocol === 'UDP',
    `${option}.portFrom`,
    'ports only for TCP and UDP',
  );
  check(
    /^[0-9a-f.:]+(\/\d{1,3})?$/i.test(rule.ipRange ?? '0.0.0.0/0'),
    `${option}.ipRange`,
    'a range like 192.0.2.0/24',
  );
}

/** @throws {InvalidOption} when nothing could be found by name and tag */
export function checkNameAndTag({ name, tag }: { name: string; tag: string }): void {
  check(
    /^[a-z]([a-z0-9-]{0,52}[a-z0-9])?$/.test(name),
    'name',
    'lower case letters, digits and hyphens, at most 54',
  );
  // The API takes a list of tags as one value with commas.
  check(/^[^\s,]+$/.test(tag), 'tag', 'a tag without comma or blank, like hunt=demo');
}

/** @throws {InvalidOption} when nothing could be found by this identity */
export function checkIdentity(identity: Identity): void {
  checkNameAndTag(identity);
  check(identity.sshKey.name.trim() !== '', 'sshKey.name', 'a name');
}

/** @throws {InvalidOption} when the desired state cannot be right; values are not repeated */
export function checkDesired(desired: DesiredInfra): void {
  checkIdentity(desired);
  const { sshKey, securityGroup, instance } = desired;
  check(
    /^(ssh|ecdsa|sk)-\S+ [A-Za-z0-9+/]+=*( .*)?$/.test(sshKey.publicKey.trim()),
    'sshKey.publicKey',
    'one line in OpenSSH form',
  );
  for (const [index, rule] of securityGroup.rules.entries()) checkRule(rule, `securityGroup.rules[${index}]`);
  check(/^\S+$/.test(instance.commercialType), 'instance.commercialType', 'a type like DEV1-M');
  check(/^[a-z0-9_]+$/.test(instance.imageLabel), 'instance.imageLabel', 'a label like debian_bookworm');
  check(
    Number.isInteger(instance.rootVolumeSizeBytes) && instance.rootVolumeSizeBytes >= 1_000_000_000,
    'instance.rootVolumeSizeBytes',
    'a whole number of bytes, at least 1 GB',
  );
}
