import { applyHost, planHost, readHost, type HostFacts } from '@wescale/ssh-host';
import { closedPorts, probePorts } from '../checks/probe-ports.ts';
import { notProvableInContainers } from '../host/kernel.ts';
import { systemResources } from '../host/system-resources.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step, StepContext } from './step.ts';

/** The world found something that must not be. */
export class VerificationError extends Error {
  readonly code = 'verification';
}

/** The host under everything else: name, updates, time, a closed door but for what is meant to be open. */
interface SystemState {
  facts: HostFacts;
  hostName: string;
}

export const system: Step<SystemState, PlannedChange> = {
  name: 'system',
  title: 'a hardened Debian that keeps itself up to date',

  async read(context) {
    const { signal, progress, configuration } = context;
    const facts = await readHost(await connect(context), systemResources(configuration), {
      signal,
      waitMs: 60_000,
      onWait: (holder) =>
        progress(`waiting for ${holder.by}, who is changing the host since ${holder.since}`),
    });
    return { facts, hostName: configuration.hunt.system.hostName };
  },

  plan: ({ facts }, { configuration }) =>
    planHost(facts, systemResources(configuration)).changes.map((change) => ({
      ...change,
      summary: change.summary.charAt(0).toLowerCase() + change.summary.slice(1),
    })),

  async apply(_changes, { facts }, context) {
    const { configuration, signal, progress } = context;
    await applyHost(await connect(context), planHost(facts, systemResources(configuration)), {
      by: 'hunt',
      signal,
      onProgress({ resource, state, detail }) {
        if (state !== 'done') progress(`${resource} ${state}${detail ? `: ${detail}` : ''}`);
      },
    });
  },

  async verify(_state, context) {
    const { address = '' } = context.outputsOf('instance');
    const open = await probePorts(address, [22, ...closedPorts], context.signal);
    if (!open.includes(22)) throw new VerificationError(`port 22 of ${address} does not answer from here`);
    const leaks = open.filter((port) => port !== 22);
    if (leaks.length > 0) {
      throw new VerificationError(
        `${address} answers on port ${leaks.join(', ')}, which must be closed; run hunt plan to see what opened it`,
      );
    }
    if (context.configuration.environment.provider === 'stage') {
      context.notice(`not provable on the stage, only written: ${notProvableInContainers}`);
    }
  },

  outputs: ({ hostName }) => ({ hostName }),
};

function connect({ gameMaster, outputsOf }: StepContext) {
  return gameMaster.connect(outputsOf('instance')['address'] ?? '');
}
