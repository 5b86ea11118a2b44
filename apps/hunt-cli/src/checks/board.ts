import { findCluster } from '@wescale/rancher-client';
import type { ActualCluster } from '@wescale/scw-infra';
import { grafanaUrl } from '../board/board-names.ts';
import type { Board } from '../board/board.ts';
import { readBoardCluster } from '../board/find-board-cluster.ts';
import { readLoadBalancerAddress } from '../board/load-balancer-address.ts';
import { boardNamespaces } from '../board/namespaces.ts';
import { ingressController } from '../board/releases/ingress-release.ts';
import { connectRancher } from '../rancher/rancher-connection.ts';
import { askSite } from '../reverse-proxy/ask-site.ts';
import type { StepContext } from '../steps/step.ts';
import { look, type Finding } from './check.ts';

type Context = Omit<StepContext, 'outputsOf' | 'progress' | 'notice'>;

/** Whether a board is healthy: its nodes, its API, its entry in Rancher, and what it serves. */
export async function checkBoardHealth(
  board: Board,
  gameMasterAddress: string,
  context: Context,
): Promise<Finding[]> {
  const check = `board ${board.name}`;
  const found = await readBoardCluster(board, context);
  if (found.cluster === undefined) {
    const remedy = `make it with hunt kapsule --board ${board.name}, or remove what is left with hunt destroy --board ${board.name}`;
    return [{ check, ok: false, message: 'it has no cluster', remedy }];
  }
  const { id } = found.cluster;
  const findings = await Promise.all([
    look(check, `repair it with: hunt kapsule --board ${board.name}`, () =>
      checkServed(check, board, id, context),
    ),
    look(check, 'see more with: hunt open rancher', () =>
      checkImport(check, board, gameMasterAddress, context),
    ),
  ]);
  return [...judgeCluster(check, board, found), ...findings.flat()];
}

function judgeCluster(
  check: string,
  board: Board,
  { cluster, extras, leaving, pools }: ActualCluster,
): Finding[] {
  const clusters = [...(cluster === undefined ? [] : [cluster]), ...extras, ...leaving];
  const remedy = `wait for Scaleway, or repair it with: hunt kapsule --board ${board.name}`;
  return [
    ...clusters.map(({ name, status }) => ({ what: `cluster ${name}`, status, state: status })),
    ...pools.map(({ name, status, nodes }) => ({
      what: `pool ${name}`,
      status,
      state: `${status}, ${nodes.length} node(s)`,
    })),
  ].map(({ what, status, state }) => ({
    check,
    ok: status === 'ready',
    message: `${what} is ${state}`,
    remedy,
  }));
}

async function checkServed(
  check: string,
  { name }: Board,
  clusterId: string,
  { boardClusters, configuration, internet, signal }: Context,
): Promise<Finding[]> {
  const { hunt } = configuration;
  const { helm } = await boardClusters.open(clusterId);
  const service = { namespace: boardNamespaces.ingress, name: ingressController({ hunt }).service };
  const address = await readLoadBalancerAddress(helm, service, signal);
  const remedy = `repair it with: hunt kapsule --board ${name}`;
  if (address === undefined) return [{ check, ok: false, message: 'it has no load balancer', remedy }];
  const url = `${grafanaUrl(hunt)}/api/health`;
  const trusted = internet.certificateAuthority?.issuerCertificates;
  const { status } = await askSite(url, { address, trusted, signal, timeoutMs: 10_000 });
  const message = `Grafana answers ${status} at ${address}`;
  return [{ check, ok: status === 200, message, remedy }];
}

async function checkImport(
  check: string,
  { name, clusterName }: Board,
  address: string,
  context: Context,
): Promise<Finding[]> {
  const rancher = await connectRancher({
    ...context,
    outputsOf: () => ({ address }),
    progress: () => undefined,
  });
  const cluster = await findCluster(rancher, clusterName, { signal: context.signal });
  const state = cluster?.state ?? 'not there';
  return [
    {
      check,
      ok: state === 'active',
      message: `in Rancher it is ${state}`,
      remedy: `run hunt kapsule --board ${name}`,
    },
  ];
}
