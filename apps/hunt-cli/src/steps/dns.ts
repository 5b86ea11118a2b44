import { applyUpdate, ask, recordsOfType, type ZoneRecord } from '@wescale/bind9-zone';
import type { HostFacts, Resource } from '@wescale/ssh-host';
import { awaitSecondaries } from '../dns/await-secondaries.ts';
import { huntNameServer } from '../dns/hunt-zone.ts';
import { nameServerResources } from '../dns/name-server-resources.ts';
import { planRecords } from '../dns/plan-records.ts';
import { readRecords } from '../dns/read-records.ts';
import { readOrCreateSecondaries, type HuntSecondary } from '../dns/secondaries.ts';
import { readOrCreateTsigKeys, type TsigKeys } from '../dns/tsig-keys.ts';
import { applyResources, connectHere, planResources, readResources } from '../host/converge.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface DnsState {
  address: string;
  domain: string;
  keys: TsigKeys;
  secondaries: HuntSecondary[];
  resources: Resource[];
  facts: HostFacts;
  /** Of the zone as the server has it; undefined when it does not hold it yet. */
  records: ZoneRecord[] | undefined;
}

/** The game master is the authority of the hunt's subdomain, and answers nothing else. */
export const dns: Step<DnsState, PlannedChange> = {
  name: 'dns',
  title: 'an authoritative name server for the subdomain, changed by signed updates only',

  async read(context) {
    const { hunt } = context.configuration;
    const { domain } = hunt;
    const { address = '' } = context.outputsOf('instance');
    const keys = await readOrCreateTsigKeys(context.secrets, domain);
    const secondaries = await readOrCreateSecondaries(hunt, context.secrets);
    const resources = nameServerResources(huntNameServer(domain, address, keys, secondaries));
    const [facts, records] = await Promise.all([
      readResources(resources, context),
      readRecords(address, domain, keys.transfer, context.signal),
    ]);
    return { address, domain, keys, secondaries, resources, facts, records };
  },

  plan: ({ address, resources, facts, records }, { configuration }) => [
    ...planResources(facts, resources),
    ...planRecords(records, configuration.hunt, address),
  ],

  async apply(_changes, { address, domain, keys, resources, facts }, context) {
    const { signal, progress, configuration } = context;
    await applyResources(facts, resources, context);
    progress(`reading ${domain} back`);
    const records = await readRecords(address, domain, keys.transfer, signal);
    const steps = planRecords(records, configuration.hunt, address).flatMap((change) => change.steps);
    if (steps.length === 0) return;
    progress(`publishing names in ${domain}`);
    await applyUpdate(
      { host: address },
      { zone: domain, steps },
      { key: keys.names, transferKey: keys.transfer, signal },
    );
  },

  async verify({ address, domain, secondaries }, context) {
    const { signal } = context;
    const server = { host: address };
    const [apex, foreign] = await Promise.all([
      ask(server, { name: domain, type: 'SOA' }, { signal }),
      ask(server, { name: 'example.org', type: 'A' }, { signal }),
    ]);
    if (!apex.isAuthoritative) {
      throw new VerificationError(`${address} answers ${apex.rcode} for ${domain} and not with authority`);
    }
    if (foreign.rcode !== 'REFUSED') {
      throw new VerificationError(
        `${address} answers ${foreign.rcode} for a name that is none of its own, and must refuse`,
      );
    }
    const [soa] = recordsOfType(apex.answers, 'SOA');
    if (soa === undefined || secondaries.length === 0) return;
    // One that was down when the zone changed, or not let in yet, would look by itself after minutes only.
    const connection = await connectHere(context);
    await connection.run(`rndc notify ${domain}`, { signal });
    // Before the delegation leads the world to them.
    await awaitSecondaries(
      secondaries,
      { domain, address, serial: soa.serial },
      context,
      'run hunt core again; the delegation is as it was',
    );
  },

  outputs: ({ address, domain, records }) =>
    records === undefined
      ? undefined
      : { zone: domain, nameServer: `ns1.${domain}`, nameServerAddress: address },
};
