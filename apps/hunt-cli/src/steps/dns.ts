import { applyUpdate, ask, type ZoneRecord } from '@wescale/bind9-zone';
import type { HostFacts, Resource } from '@wescale/ssh-host';
import { huntNames, huntNameServer } from '../dns/hunt-zone.ts';
import { nameServerResources } from '../dns/name-server-resources.ts';
import { planNames } from '../dns/plan-names.ts';
import { readRecords } from '../dns/read-records.ts';
import { readOrCreateTsigKeys, type TsigKeys } from '../dns/tsig-keys.ts';
import { applyResources, planResources, readResources } from '../host/converge.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface DnsState {
  address: string;
  domain: string;
  keys: TsigKeys;
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
    const { domain } = context.configuration.hunt;
    const { address = '' } = context.outputsOf('instance');
    const keys = await readOrCreateTsigKeys(context.secrets, domain);
    const resources = nameServerResources(huntNameServer(domain, address, keys));
    const [facts, records] = await Promise.all([
      readResources(resources, context),
      readRecords(address, domain, keys.transfer, context.signal),
    ]);
    return { address, domain, keys, resources, facts, records };
  },

  plan: ({ address, domain, resources, facts, records }) => [
    ...planResources(facts, resources),
    ...planNames(records, huntNames(domain, address)),
  ],

  async apply(_changes, { address, domain, keys, resources, facts }, context) {
    const { signal, progress } = context;
    await applyResources(facts, resources, context);
    progress(`reading ${domain} back`);
    const records = await readRecords(address, domain, keys.transfer, signal);
    const steps = planNames(records, huntNames(domain, address)).flatMap((change) => change.steps);
    if (steps.length === 0) return;
    progress(`publishing addresses in ${domain}`);
    await applyUpdate(
      { host: address },
      { zone: domain, steps },
      { key: keys.names, transferKey: keys.transfer, signal },
    );
  },

  async verify({ address, domain }, { signal }) {
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
  },

  outputs: ({ address, domain, records }) =>
    records === undefined
      ? undefined
      : { zone: domain, nameServer: `ns1.${domain}`, nameServerAddress: address },
};
