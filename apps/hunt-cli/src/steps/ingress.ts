import { destroyReleases, listReleases, type ListedRelease } from '@wescale/helm-release';
import {
  applyDeployment,
  planDeployment,
  readDeployment,
  type DeploymentState,
} from '../board/deployment.ts';
import { readLoadBalancerAddress } from '../board/load-balancer-address.ts';
import { boardNamespaces } from '../board/namespaces.ts';
import { openBoard } from '../board/open-board.ts';
import { ingressController, ingressRelease } from '../board/releases/ingress-release.ts';
import { seeBoard } from '../board/see-board.ts';
import { verifyClosed } from '../board/verify-closed.ts';
import { probePorts } from '../checks/probe-ports.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import { waitUntil } from '../run/wait-until.ts';
import type { Step } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface IngressState extends DeploymentState {
  /** Of the board's API. */
  url: string;
  /** A controller that `board.ingress` named before, with a load balancer of its own. */
  former: ListedRelease | undefined;
  /** Of the load balancer; undefined until Scaleway has made it. */
  address: string | undefined;
}

const namespace = boardNamespaces.ingress;

/** A load balancer that has its address looks first whether the nodes behind it answer. */
const balancerPatienceMs = 120_000;

/** The way in: an ingress controller behind a load balancer. */
export const ingress: Step<IngressState, PlannedChange> = {
  name: 'ingress',
  title: 'an ingress controller behind a load balancer of Scaleway',

  async read(context) {
    const { helm, url, options } = await openBoard(context);
    const deployment = { releases: [ingressRelease(options)] };
    const name = ingressController(options).service;
    const [state, address, releases] = await Promise.all([
      readDeployment(helm, deployment, context),
      readLoadBalancerAddress(helm, { namespace, name }, context.signal),
      listReleases(helm, { signal: context.signal }),
    ]);
    const wanted = deployment.releases.map((release) => release.name);
    const former = releases.find(
      (release) => release.namespace === namespace && release.isOurs && !wanted.includes(release.name),
    );
    return { ...state, url, former, address };
  },

  plan: (state) => [
    ...planDeployment(state),
    ...(state.former === undefined ? [] : [planRemoval(state.former)]),
  ],

  // Helm waits for the address, too. The new way in is there before the old one goes.
  async apply(_changes, state, context) {
    await applyDeployment(state, context);
    const { helm, former } = state;
    if (former !== undefined) await destroyReleases(helm, [former], { signal: context.signal });
  },

  async verify({ helm, url, address }, context) {
    const { configuration, notice, signal, progress } = context;
    if (configuration.hunt.board.ingress === 'nginx-legacy')
      notice(
        'ingress-nginx is retired: no fix has come for it since March 2026; board.ingress: traefik replaces it',
      );
    const remedy = seeBoard(`get events -n ${namespace}`);
    if (address === undefined)
      throw new VerificationError(`the ingress controller has no load balancer; ${remedy}`);
    progress(`probing the ports of the load balancer at ${address}`);
    await waitUntil(
      async () => ((await probePorts(address, [80, 443], signal)).length === 2 ? true : undefined),
      {
        signal,
        timeoutMs: balancerPatienceMs,
        what: `the load balancer at ${address} does not answer on ports 80 and 443`,
        remedy,
      },
    );
    await verifyClosed(helm, url, context);
  },

  // What comes after it can be planned while something here is to be mended, and is planned anew if that moves the address.
  outputs: ({ address }) => (address === undefined ? undefined : { address }),
};

function planRemoval({ name }: ListedRelease): PlannedChange {
  return {
    action: 'delete',
    resource: `release:${namespace}/${name}`,
    summary: `remove ${name} with its load balancer`,
    reason: 'board.ingress names another controller now',
  };
}
