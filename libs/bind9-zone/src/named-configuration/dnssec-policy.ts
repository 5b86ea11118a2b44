import { InvalidConfigurationError } from './errors.ts';

/** How BIND keeps a zone signed. Times decide when a new key's DS is due (RFC 7583). */
export interface DnssecPolicy {
  readonly name: string;
  /** Of one key that signs everything. @default 'ecdsap256sha256' */
  readonly algorithm?: 'ecdsap256sha256' | 'ecdsap384sha384' | 'ed25519';
  /** @default 3600 */
  readonly dnskeyTtlSeconds?: number;
  /** The longest TTL of the zone. @default 86400 */
  readonly maxZoneTtlSeconds?: number;
  /** How long a change takes to reach every secondary. @default 300 */
  readonly zonePropagationSeconds?: number;
  /** Added, for safety, to the time until a new key is known everywhere. @default 3600 */
  readonly publishSafetySeconds?: number;
  /** Added, for safety, to the time until what was signed before is forgotten everywhere. @default 3600 */
  readonly retireSafetySeconds?: number;
  /** TTL of the DS record at the parent. @default 86400 */
  readonly parentDsTtlSeconds?: number;
  /** How long a new DS takes to reach every server of the parent. @default 3600 */
  readonly parentPropagationSeconds?: number;
}

const reservedNames = new Set(['default', 'insecure', 'none']);

/** The clause of named.conf for a policy. @throws {@link InvalidConfigurationError} */
export function formatDnssecPolicy(policy: DnssecPolicy): string {
  if (!/^[a-z][a-z0-9-]*$/.test(policy.name) || reservedNames.has(policy.name)) {
    throw new InvalidConfigurationError(`"${policy.name}" cannot be the name of a DNSSEC policy`);
  }
  const times: [string, number][] = [
    ['dnskey-ttl', policy.dnskeyTtlSeconds ?? 3600],
    ['max-zone-ttl', policy.maxZoneTtlSeconds ?? 86_400],
    ['zone-propagation-delay', policy.zonePropagationSeconds ?? 300],
    ['publish-safety', policy.publishSafetySeconds ?? 3600],
    ['retire-safety', policy.retireSafetySeconds ?? 3600],
    ['parent-ds-ttl', policy.parentDsTtlSeconds ?? 86_400],
    ['parent-propagation-delay', policy.parentPropagationSeconds ?? 3600],
  ];
  for (const [statement, seconds] of times) {
    if (!Number.isInteger(seconds) || seconds < 0 || seconds > 0x7fff_ffff) {
      throw new InvalidConfigurationError(
        `${statement} of DNSSEC policy ${policy.name} must be whole seconds`,
      );
    }
  }
  return [
    `dnssec-policy "${policy.name}" {`,
    `  keys { csk lifetime unlimited algorithm ${policy.algorithm ?? 'ecdsap256sha256'}; };`,
    ...times.map(([statement, seconds]) => `  ${statement} ${seconds};`),
    '};',
  ].join('\n');
}
