import { formatServer, type DnsServer } from '../exchange/dns-server.ts';
import { canonicalName, isSubdomain, parentName } from '../names/name-relations.ts';
import { recordsOfType } from '../query/answer.ts';
import { ask, type AskOptions } from '../query/ask.ts';
import { ZoneNotFoundError } from './errors.ts';

/**
 * The zone that a server would write a name to, as the server itself tells: the owner of the SOA record in its
 * answer about the name, else about the next name above, and so on. Signed, so that the right view answers.
 *
 * @throws {@link ZoneNotFoundError} when it holds no such zone, or has given the name away
 */
export async function findZone(server: DnsServer, name: string, options: AskOptions): Promise<string> {
  const wanted = canonicalName(name);
  const answered: string[] = [];
  for (let at: string | undefined = wanted; at !== undefined; at = parentName(at)) {
    const answer = await ask(server, { name: at, type: 'SOA' }, options);
    answered.push(answer.rcode);
    if (answer.rcode !== 'NOERROR' && answer.rcode !== 'NXDOMAIN') continue;
    const cut = recordsOfType(answer.authorities, 'NS').find(
      // A referral to the root says only that the server knows nothing.
      (record) => record.name !== '.' && isSubdomain(wanted, record.name),
    );
    if (!answer.isAuthoritative && cut !== undefined) {
      const reason = `it has given ${cut.name} away to ${cut.target}`;
      throw new ZoneNotFoundError(wanted, formatServer(server), reason);
    }
    if (!answer.isAuthoritative) continue;
    const soa = recordsOfType([...answer.answers, ...answer.authorities], 'SOA').find((record) =>
      isSubdomain(wanted, record.name),
    );
    if (soa !== undefined) return soa.name;
  }
  const reason = `it answers ${[...new Set(answered)].join(', ')} for it and for every name above`;
  throw new ZoneNotFoundError(wanted, formatServer(server), reason);
}
