import type { HostFacts } from '@wescale/ssh-host';
import { closedPorts, probePorts } from '../checks/probe-ports.ts';
import { applyResources, planResources, readResources } from '../host/converge.ts';
import { notProvableInContainers } from '../host/kernel.ts';
import { systemResources } from '../host/system-resources.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step } from './step.ts';
import { VerificationError } from './verification-error.ts';

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
    const open = await probePorts(address, [22, ...closedPorts], signal);
    if (!open.includes(22)) throw new VerificationError(`port 22 of ${address} does not answer from here`);
    const leaks = open.filter((port) => port !== 22);
    if (leaks.length > 0) {
      throw new VerificationError(
        `${address} answers on port ${leaks.join(', ')}, which must be closed; run hunt plan to see what opened it`,
      );
    }
    if (configuration.environment.provider === 'stage') {
      notice(`not provable on the stage, only written: ${notProvableInContainers}`);
    }
  },

  outputs: ({ hostName }) => ({ hostName }),
};
