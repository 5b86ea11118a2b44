import { waitForObjects } from '@wescale/helm-release';
import {
  applyDeployment,
  planDeployment,
  readDeployment,
  type Deployment,
  type DeploymentState,
} from '../board/deployment.ts';
import { boardNamespaces } from '../board/namespaces.ts';
import { boardIssuer, clusterIssuer, tsigSecret } from '../board/objects/cluster-issuer.ts';
import { openBoard } from '../board/open-board.ts';
import { certManagerRelease } from '../board/releases/cert-manager-release.ts';
import { readOrCreateTsigKeys } from '../dns/tsig-keys.ts';
import { describeAwaited } from '../kubernetes/release-changes.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step } from './step.ts';

const namespace = boardNamespaces.certificates;

/** Certificates for whatever a board serves, without anybody: cert-manager, and an issuer that asks our name server. */
export const certManager: Step<DeploymentState, PlannedChange> = {
  name: 'cert-manager',
  title: 'certificates for what the board serves, by DNS challenge in our own zone',

  async read(context) {
    const { configuration, internet, secrets, outputsOf } = context;
    const { hunt } = configuration;
    const { address = '' } = outputsOf('instance');
    const { helm, options } = await openBoard(context);
    const { boards: key } = await readOrCreateTsigKeys(secrets, hunt.domain);
    const issuer = { hunt, internet, key, address };
    const deployment: Deployment = {
      before: [{ name: 'hunt-keys', namespace, objects: [], secretObjects: [tsigSecret(issuer)] }],
      releases: [certManagerRelease(options)],
      after: [{ name: 'hunt-issuer', namespace, objects: [clusterIssuer(issuer)] }],
    };
    return readDeployment(helm, deployment, context);
  },

  plan: planDeployment,

  apply: (_changes, state, context) => applyDeployment(state, context),

  async verify({ helm }, { signal, progress }) {
    const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', name: boardIssuer };
    await waitForObjects(helm, [{ ...issuer, is: { condition: 'Ready' } }], {
      signal,
      timeoutMs: 120_000,
      onProgress: ({ awaited }) => progress(describeAwaited(awaited)),
    });
  },

  // What comes after it can be planned while something here is to be mended.
  outputs: ({ facts: { releases } }) =>
    releases.releases.some(({ state }) => state === undefined) ? undefined : { clusterIssuer: boardIssuer },
};
