import { randomBytes } from 'node:crypto';
import { waitForObjects } from '@wescale/helm-release';
import { grafanaUrl } from '../board/board-names.ts';
import {
  applyDeployment,
  planDeployment,
  readDeployment,
  type Deployment,
  type DeploymentState,
} from '../board/deployment.ts';
import type { GrafanaSite } from '../board/grafana.ts';
import { boardNamespaces } from '../board/namespaces.ts';
import { grafanaCredentials, grafanaPassword } from '../board/objects/grafana-objects.ts';
import { loggingPipeline, loggingWorkloads } from '../board/objects/logging-pipeline.ts';
import { openBoard } from '../board/open-board.ts';
import { loggingOperatorRelease, lokiRelease } from '../board/releases/logging-releases.ts';
import {
  grafanaCertificate,
  grafanaRelease,
  prometheusRelease,
} from '../board/releases/monitoring-releases.ts';
import { digestOf, readProof, writeProof } from '../board/proof.ts';
import { removeProbe, withProbe } from '../board/probe.ts';
import { verifyDashboards, verifyLogs, verifyMetrics } from '../board/verify-observability.ts';
import { verifyThroughRancher } from '../board/verify-through-rancher.ts';
import { describeAwaited } from '../kubernetes/release-changes.ts';
import { connectRancher } from '../rancher/rancher-connection.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step } from './step.ts';

interface ObservabilityState extends DeploymentState {
  dashboardTitles: readonly string[];
  grafana: GrafanaSite;
  passwordPath: string;
}

const { logging, monitoring } = boardNamespaces;
const makePassword = (): string => randomBytes(24).toString('base64url');

/** What happens on the board can be seen: metrics, logs, dashboards. */
export const observability: Step<ObservabilityState, PlannedChange> = {
  name: 'observability',
  title: 'Prometheus, Logging Operator into Loki, and Grafana with the dashboards of the game',

  async read(context) {
    // Grafana's builders take their time to load, which no other verb has to wait for.
    const { dashboardConfigMaps, dashboardTitles } = await import('../dashboards/dashboards.ts');
    const { configuration, internet, secrets, outputsOf, signal } = context;
    const { helm, options } = await openBoard(context);
    const password = await secrets.readOrCreate(grafanaPassword, makePassword);
    const deployment: Deployment = {
      before: [
        {
          name: 'hunt-dashboards',
          namespace: monitoring,
          objects: dashboardConfigMaps(),
          secretObjects: [grafanaCredentials(password)],
        },
      ],
      releases: [
        lokiRelease(options),
        loggingOperatorRelease(options),
        prometheusRelease(options),
        grafanaRelease(options),
      ],
      after: [{ name: 'hunt-logging', namespace: logging, objects: loggingPipeline() }],
    };
    const { address = '' } = outputsOf('ingress');
    const url = grafanaUrl(configuration.hunt);
    return {
      ...(await readDeployment(helm, deployment, context)),
      dashboardTitles,
      passwordPath: secrets.path(grafanaPassword),
      grafana: { url, address, password, internet, signal },
    };
  },

  plan: planDeployment,

  apply: (_changes, state, context) => applyDeployment(state, context),

  async verify({ helm, deployment, dashboardTitles, grafana }, context, isChanged) {
    const { signal } = context;
    await waitForObjects(helm, [grafanaCertificate, ...loggingWorkloads], {
      signal,
      onProgress: ({ awaited }) => context.progress(describeAwaited(awaited)),
    });
    await verifyDashboards(grafana, dashboardTitles, context);
    await verifyMetrics(grafana, context);
    const wanted = digestOf(deployment);
    if (!isChanged && (await readProof(helm, signal)) === wanted) {
      await removeProbe(helm, context);
      await verifyLogs(grafana, `{namespace="${monitoring}"}`, context);
      return;
    }
    await withProbe(helm, context, async (probe) => {
      const rancher = await connectRancher(context);
      const { cluster: clusterId = '' } = context.outputsOf('import');
      await verifyThroughRancher(rancher, clusterId, probe, context);
      await verifyLogs(grafana, `{namespace="${probe.namespace}"} |= "${probe.word}"`, context);
    });
    await writeProof(helm, wanted, signal);
  },

  outputs: ({ grafana: { url }, passwordPath }) => ({ grafana: url, passwordPath }),
};
