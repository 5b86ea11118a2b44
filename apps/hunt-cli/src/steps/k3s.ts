import { applyK3s, closedPortRules, planK3s, readK3s, type K3sFacts } from '@wescale/k3s-bootstrap';
import type { HostFacts, Resource } from '@wescale/ssh-host';
import { applyResources, connectHere, planResources, readResources } from '../host/converge.ts';
import { huntK3s, toPlannedChange } from '../kubernetes/hunt-k3s.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step, StepContext } from './step.ts';
import { verifyPorts } from './verify-ports.ts';

interface K3sState {
  firewall: HostFacts;
  facts: K3sFacts;
}

/** Kubernetes on the host. Its API listens where pods need it, and is closed to everybody else. */
export const k3s: Step<K3sState, PlannedChange> = {
  name: 'k3s',
  title: 'k3s with embedded etcd, its ports closed from outside',

  async read(context) {
    const { signal, progress } = context;
    const connection = await connectHere(context);
    const [firewall, facts] = await Promise.all([
      readResources(closedDoors, context),
      readK3s(connection, desiredK3s(context), { signal, onProgress: progress }),
    ]);
    return { firewall, facts };
  },

  plan: ({ firewall, facts }, context) => [
    ...planResources(firewall, closedDoors),
    ...planK3s(facts, desiredK3s(context)).changes.map(toPlannedChange),
  ],

  async apply(_changes, { firewall, facts }, context) {
    const { signal, progress, internet } = context;
    await internet.supplied?.({ of: 'game-master' }, { signal, onProgress: progress });
    // The doors first: there is no moment in which the API is there and open.
    await applyResources(firewall, closedDoors, context);
    const plan = planK3s(facts, desiredK3s(context));
    await applyK3s(await connectHere(context), plan, { signal, onProgress: progress });
  },

  async verify(_state, { cluster, outputsOf, signal, progress }) {
    const { address = '' } = outputsOf('instance');
    progress('opening a way to the API through SSH');
    await cluster.open(address);
    await verifyPorts(address, signal);
  },

  outputs: ({ facts: { binary, cluster } }) =>
    binary !== undefined && cluster?.isApiReady === true ? { version: binary.version } : undefined,
};

const closedDoors: Resource[] = [{ kind: 'nftables', table: 'hunt_k3s', rules: closedPortRules() }];

function desiredK3s({ configuration, internet }: StepContext) {
  return huntK3s(configuration.hunt, internet);
}
