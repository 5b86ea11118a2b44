import type { Helm } from '@wescale/helm-release';
import { probePorts } from '../checks/probe-ports.ts';
import { askSite } from '../reverse-proxy/ask-site.ts';
import type { StepContext } from '../steps/step.ts';
import { VerificationError } from '../steps/verification-error.ts';
import { readItems } from './read-api.ts';
import { seeBoard } from './see-board.ts';

/** Kubelet, its health and read-only port, kube-proxy. */
const nodePorts = [10250, 10248, 10255, 10256];

/**
 * Proves from here that a board has one way in: nothing on a node answers, neither its own ports nor those of Services,
 * and its API says no to whoever brings no credentials.
 *
 * @param url of the API
 * @throws VerificationError
 */
export async function verifyClosed(
  helm: Helm,
  url: string,
  { signal, progress }: StepContext,
): Promise<void> {
  const [nodes, services] = await Promise.all([
    readItems<Node>(helm, '/api/v1/nodes', signal),
    readItems<Service>(helm, '/api/v1/services', signal),
  ]);
  const ports = services.flatMap(({ spec }) => spec.ports?.flatMap(({ nodePort }) => nodePort ?? []) ?? []);
  const addresses = nodes.flatMap(outerAddresses);
  progress(`probing the ports of ${nodes.length} nodes, which must be closed`);
  for (const address of new Set(addresses)) {
    const open = await probePorts(address, [...nodePorts, ...ports], signal);
    if (open.length === 0) continue;
    throw new VerificationError(
      `the node at ${address} answers on port ${open.join(', ')}, which must be closed; look at the security group of the pool`,
    );
  }
  await verifyApiRefuses(url, signal);
}

async function verifyApiRefuses(url: string, signal: AbortSignal): Promise<void> {
  const { hostname } = new URL(url);
  const { status } = await askSite(`${url}/api/v1/namespaces`, {
    address: hostname,
    verifies: false,
    signal,
  });
  if (status === 401 || status === 403) return;
  throw new VerificationError(
    `the API at ${url} answers ${status} to somebody without credentials; look at what system:anonymous may do, and ${seeBoard('get clusterrolebindings --output=wide')}`,
  );
}

interface Node {
  status: { addresses?: { type: string; address: string }[] };
}

interface Service {
  spec: { ports?: { nodePort?: number }[] };
}

/** An address inside, where there is one outside, may be somebody else's in the network that we are in. */
function outerAddresses({ status: { addresses = [] } }: Node): string[] {
  const of = (type: string) => addresses.flatMap((one) => (one.type === type ? one.address : []));
  const external = of('ExternalIP');
  return external.length > 0 ? external : of('InternalIP');
}
