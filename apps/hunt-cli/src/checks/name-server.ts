import { isIPv6 } from 'node:net';
import { ask, checkPropagation, ExchangeFailedError, type Answer } from '@wescale/bind9-zone';
import type { Hunt } from '../configuration/hunt-schema.ts';
import { huntNames } from '../dns/hunt-zone.ts';
import type { Finding } from './check.ts';

const remedy = 'hunt core repairs it; see why with: hunt ssh -- systemctl status named';

/** What the game master answers as a name server: its own zone with authority, the hunt's names, nothing else. */
export async function checkNameServer(address: string, hunt: Hunt, signal: AbortSignal): Promise<Finding[]> {
  const server = { host: address };
  const authority = await checkAuthority(address, hunt.domain, signal);
  if (!authority.ok) return [authority];
  const expectations = huntNames(hunt, address).map((wanted) => ({
    ...{ kind: 'equal' as const, type: isIPv6(wanted.address) ? ('AAAA' as const) : ('A' as const) },
    ...{ name: wanted.name, values: [wanted.address] },
  }));
  const [foreign, [names]] = await Promise.all([
    ask(server, { name: 'example.org', type: 'A' }, { signal }),
    checkPropagation([server], expectations, { signal }),
  ]);
  return [
    authority,
    {
      check: 'names',
      ok: names?.state === 'agrees',
      message: names?.reason === undefined ? 'they lead where they shall' : `${address} ${names.reason}`,
      remedy: 'see the difference with: hunt dns diff; repair it with: hunt core',
    },
    judgeRecursion(foreign, address),
  ];
}

/** Whether it speaks for the zone at all. */
export async function checkAuthority(address: string, domain: string, signal: AbortSignal): Promise<Finding> {
  const finding = { check: 'name-server', remedy };
  try {
    const answer = await ask({ host: address }, { name: domain, type: 'SOA' }, { signal });
    const says = answer.isAuthoritative ? 'with authority' : `${answer.rcode} and not with authority`;
    const message = `${address} answers ${says} for ${domain}`;
    return { ...finding, ok: answer.isAuthoritative, message };
  } catch (error) {
    if (!(error instanceof ExchangeFailedError)) throw error;
    return { ...finding, ok: false, message: error.message };
  }
}

function judgeRecursion({ rcode }: Answer, address: string): Finding {
  return {
    check: 'recursion',
    ok: rcode === 'REFUSED',
    message:
      rcode === 'REFUSED'
        ? 'names of others are refused'
        : `${address} answers ${rcode} for a name of others`,
    remedy: 'an open resolver is abused within hours; hunt core repairs the configuration',
  };
}
