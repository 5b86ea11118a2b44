import { formatZone, readZone } from '@wescale/bind9-zone';
import { findNameServer } from '../dns/find-name-server.ts';
import { exitCodes, type Verb } from './verb.ts';

export const records: Verb = {
  name: 'records',
  summary: 'Print the zone as its server has it now, by a transfer',
  examples: [
    ['npx hunt dns records', 'as a zone file, sorted and aligned'],
    ['npx hunt dns records --json', 'one record a line'],
  ],
  async run(session) {
    const { address, domain, keys } = await findNameServer(session);
    const { signal, reporter, json, write } = session;
    const { zone, serial } = await readZone({ host: address }, domain, { key: keys.transfer, signal });
    if (!json) {
      const comments = [`${domain} at ${address}, serial ${serial}`];
      write(formatZone(zone, { comments }));
      return exitCodes.ok;
    }
    for (const { name, ttlSeconds, type, data } of zone.records())
      reporter.emit({ event: 'record', name, ttlSeconds, type, data });
    return exitCodes.ok;
  },
};
