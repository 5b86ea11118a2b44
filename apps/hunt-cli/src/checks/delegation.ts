import { checkDelegation, type DelegationReport } from '@wescale/bind9-zone';
import type { Internet } from '../environment/internet.ts';
import type { Finding } from './check.ts';

/** Walks from the root to the subdomain and asks every address of every name server of it. */
export async function checkHuntDelegation(
  domain: string,
  { rootServers: roots }: Internet,
  signal: AbortSignal,
): Promise<Finding[]> {
  const report = await checkDelegation(domain, { signal, ...(roots === undefined ? {} : { roots }) });
  return judgeDelegation(report);
}

/** One finding for each fault, or one for each address that speaks for the zone (pure). A warning is no failure. */
export function judgeDelegation({ facts, findings }: DelegationReport): Finding[] {
  const faults = findings.map(({ code, severity, message, remedy }): Finding =>
    severity === 'error'
      ? { check: code, ok: false, message: withoutDot(message), remedy: withoutDot(remedy) }
      : { check: code, ok: true, message: `${withoutDot(message)}; ${withoutDot(remedy)}` },
  );
  if (faults.some(({ ok }) => !ok)) return faults;
  const speaking = facts.nameServers.flatMap(({ name, views }) =>
    views.flatMap(({ address, udp }) =>
      udp.state === 'authoritative' ? [`${withoutDot(name)} (${address}, serial ${udp.serial})`] : [],
    ),
  );
  const message = `from the root ${withoutDot(facts.zone)} leads to ${speaking.join(', ')}`;
  return [{ check: 'delegation', ok: true, message }, ...faults];
}

/** Findings are joined to one line, where a dot at the end would stand in the way. */
function withoutDot(text: string): string {
  return text.replace(/\.$/, '');
}
