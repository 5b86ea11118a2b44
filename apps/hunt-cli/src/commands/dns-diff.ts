import { readZone } from '@wescale/bind9-zone';
import { findNameServer } from '../dns/find-name-server.ts';
import { planRecords } from '../dns/plan-records.ts';
import { exitCodes, type Verb } from './verb.ts';

export const diff: Verb = {
  name: 'diff',
  summary: 'Compare what the zone has with what the hunt wants; exit 2 if they differ, 0 if not',
  examples: [
    ['npx hunt dns diff', 'what core would publish'],
    ['npx hunt dns diff --json', 'one event with the changes'],
  ],
  async run(session) {
    const { address, domain, keys } = await findNameServer(session);
    const { signal, reporter, configuration } = session;
    const { zone } = await readZone({ host: address }, domain, { key: keys.transfer, signal });
    const changes = planRecords([...zone.records()], configuration.hunt, address).map(
      ({ steps: _steps, ...change }) => change,
    );
    reporter.emit({ event: 'plan', step: 'dns', changes });
    return changes.length === 0 ? exitCodes.ok : exitCodes.changes;
  },
};
