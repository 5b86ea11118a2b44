import type { HostFacts } from '@wescale/ssh-host';
import { applyResources, planResources, readResources } from '../host/converge.ts';
import { notProvableInContainers } from '../host/kernel.ts';
import { systemResources } from '../host/system-resources.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step } from './step.ts';
import { verifyPorts } from './verify-ports.ts';

interface SystemState {
  facts: HostFacts;
  hostName: string;
}

/** The host under everything else: name, updates, time, a closed door but for what is meant to be open. */
export const system: Step<SystemState, PlannedChange> = {
  name: 'system',
  title: 'a hardened Debian that keeps itself up to date',

  async read(context) {
    const facts = await readResources(systemResources(context.configuration), context);
    return { facts, hostName: context.configuration.hunt.system.hostName };
  },

  plan: ({ facts }, { configuration }) => planResources(facts, systemResources(configuration)),

  apply: (_changes, { facts }, context) =>
    applyResources(facts, systemResources(context.configuration), context),

  async verify(_state, { outputsOf, signal, configuration, notice }) {
    const { address = '' } = outputsOf('instance');
    await verifyPorts(address, signal);
    if (configuration.environment.provider === 'stage') {
      notice(`not provable on the stage, only written: ${notProvableInContainers}`);
    }
  },

  outputs: ({ hostName }) => ({ hostName }),
};
