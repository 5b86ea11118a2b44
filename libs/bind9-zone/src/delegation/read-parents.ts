import { describeFailure } from '../exchange/describe-failure.ts';
import { describeAddress, type AuthoritativeAddress } from '../propagation/check-propagation.ts';
import { recordsOfType, type Answer } from '../query/answer.ts';
import { ask, type AskOptions } from '../query/ask.ts';
import type { ParentView } from './delegation-facts.ts';
import { readDsRecord } from './read-due-ds.ts';

function addressesIn(answer: Answer, names: readonly string[]): Map<string, string[]> {
  const records = [...recordsOfType(answer.additionals, 'A'), ...recordsOfType(answer.additionals, 'AAAA')];
  return new Map(
    names.map((name) => [
      name,
      records.filter((record) => record.name === name).map(({ address }) => address),
    ]),
  );
}

async function readParent(
  address: AuthoritativeAddress,
  zone: string,
  options: AskOptions,
): Promise<ParentView> {
  const server = describeAddress(address);
  try {
    const answer = await ask(address, { name: zone, type: 'NS' }, options);
    if (answer.rcode !== 'NOERROR' && answer.rcode !== 'NXDOMAIN') {
      return { server, state: 'failed', reason: `answers ${answer.rcode}` };
    }
    const holdsZone = answer.isAuthoritative;
    const records = recordsOfType(holdsZone ? answer.answers : answer.authorities, 'NS');
    const nameServers = records.filter(({ name }) => name === zone).map(({ target }) => target);
    if (nameServers.length === 0) {
      const [nearest] = records;
      const reason =
        nearest === undefined || nearest.name === '.'
          ? `has no NS records for ${zone}`
          : `refers to ${nearest.name}`;
      return { server, state: 'not-delegated', reason };
    }
    const ds = await ask(address, { name: zone, type: 'DS' }, options);
    return {
      server,
      state: 'delegates',
      nameServers: nameServers.sort(),
      glue: holdsZone ? new Map() : addressesIn(answer, nameServers),
      ds: recordsOfType(ds.answers, 'DS').map(({ rdata }) => readDsRecord(rdata)),
      holdsZone,
    };
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    return { server, state: 'failed', reason: describeFailure(error) };
  }
}

/** What every address of the parent says about a zone, asked side by side. */
export async function readParents(
  addresses: readonly AuthoritativeAddress[],
  zone: string,
  options: AskOptions,
): Promise<ParentView[]> {
  return Promise.all(addresses.map((address) => readParent(address, zone, options)));
}
