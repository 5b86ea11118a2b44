import {
  applyHost,
  planHost,
  readHost,
  type HostConnection,
  type HostFacts,
  type Resource,
} from '@wescale/ssh-host';
import { waitForSsh } from '../host-key/wait-for-ssh.ts';
import { beginLowerCase } from '../run/begin-lower-case.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { StepContext } from '../steps/step.ts';

const patienceMs = 60_000;

/** The game master's connection, for steps that come after `instance`; waits for a machine that is rebooting. */
export function connectHere(context: StepContext): Promise<HostConnection> {
  return waitForSsh(context.outputsOf('instance')['address'] ?? '', context, patienceMs);
}

/** Reads what these resources are decided upon, after whoever is changing the host just now. */
export async function readResources(
  resources: readonly Resource[],
  context: StepContext,
): Promise<HostFacts> {
  const { signal, progress } = context;
  return readHost(await connectHere(context), resources, {
    signal,
    waitMs: patienceMs,
    onWait: (holder) => progress(`waiting for ${holder.by}, who is changing the host since ${holder.since}`),
  });
}

/** What has to change on the host, as hunt shows it (pure). */
export function planResources(facts: HostFacts, resources: readonly Resource[]): PlannedChange[] {
  return planHost(facts, resources).changes.map((change) => ({
    ...change,
    summary: beginLowerCase(change.summary),
  }));
}

/** Changes the host as planned, in one trip. */
export async function applyResources(
  facts: HostFacts,
  resources: readonly Resource[],
  context: StepContext,
): Promise<void> {
  const { signal, progress } = context;
  await applyHost(await connectHere(context), planHost(facts, resources), {
    by: 'hunt',
    signal,
    onProgress({ resource, state, detail }) {
      if (state !== 'done') progress(`${resource} ${state}${detail ? `: ${detail}` : ''}`);
    },
  });
}
