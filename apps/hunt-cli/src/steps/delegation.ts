import { checkDelegation } from '@wescale/bind9-zone';
import { applyDelegation, planDelegation, readDelegation } from '@wescale/scw-infra';
import type { ActualDelegation, DesiredDelegation } from '@wescale/scw-infra';
import { huntDelegation, toPlannedChange } from '../dns/hunt-delegation.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import { describeProgress, scalewayClient } from '../scaleway/hunt-infra.ts';
import type { Step } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface DelegationState {
  actual: ActualDelegation;
  desired: DesiredDelegation;
}

/** The world finds the subdomain: its parent zone, at Scaleway, points to the game master. */
export const delegation: Step<DelegationState, PlannedChange> = {
  name: 'delegation',
  title: 'NS and glue of the subdomain in its parent zone',

  async read(context) {
    const { configuration, outputsOf, signal, scaleway, progress } = context;
    const { nameServerAddress = '' } = outputsOf('dns');
    const desired = huntDelegation(configuration.hunt, nameServerAddress);
    const client = scalewayClient(scaleway, progress);
    return { desired, actual: await readDelegation(client, desired, { signal }) };
  },

  plan: ({ actual, desired }) => planDelegation(actual, desired).map(toPlannedChange),

  async apply(_changes, { actual, desired }, { scaleway, signal, progress }) {
    await applyDelegation(scalewayClient(scaleway, progress), planDelegation(actual, desired), {
      signal,
      onProgress: (event) => progress(describeProgress(event)),
    });
  },

  async verify({ desired: { domain } }, { internet, signal, progress }) {
    progress(`walking from the root to ${domain}`);
    const { rootServers: roots } = internet;
    const { findings } = await checkDelegation(domain, { signal, ...(roots === undefined ? {} : { roots }) });
    const errors = findings.filter((finding) => finding.severity === 'error');
    if (errors.length === 0) return;
    throw new VerificationError(
      `${domain} is not found from the root:\n${errors.map(({ message, remedy }) => `  - ${message} ${remedy}`).join('\n')}`,
    );
  },

  outputs: ({ actual: { parentZone, recordSets } }) => (recordSets.length === 0 ? undefined : { parentZone }),
};
