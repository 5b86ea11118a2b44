import { invalidArguments } from '../../http/api-error.ts';
import type { DnsRecord } from '../../state/dns-zone.ts';

/** Refuses what no zone can hold: a CNAME beside anything of its name (RFC 1034, section 3.6.2). */
export function checkRecords(records: readonly DnsRecord[]): void {
  // Assumption: a CNAME record beside another record of its name answers 400 invalid_arguments.
  const named = new Set<string>();
  const aliases = records.filter(({ type }) => type === 'CNAME').map(({ name }) => name);
  for (const { name } of records) {
    if (aliases.includes(name) && named.has(name)) {
      const help = `a CNAME record must be the only one of its name: ${name}`;
      throw invalidArguments({ argument_name: 'changes', reason: 'constraint', help_message: help });
    }
    named.add(name);
  }
}
