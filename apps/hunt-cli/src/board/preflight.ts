import { checkClusterOffer } from '@wescale/scw-infra';
import { checkCharts } from '../checks/charts.ts';
import { look, type Finding } from '../checks/check.ts';
import { scalewayClient } from '../scaleway/hunt-infra.ts';
import type { StepContext } from '../steps/step.ts';
import { desiredCluster } from './board-cluster.ts';
import type { Board } from './board.ts';
import { boardRanges, findMisfits } from './kubernetes-range.ts';
import { boardReleases } from './releases/board-releases.ts';

/** A board cannot become what `hunt.yaml` says; nothing was created. */
export class PreflightError extends Error {
  readonly code = 'preflight';
}

type PreflightContext = Pick<
  StepContext,
  'configuration' | 'scaleway' | 'internet' | 'programs' | 'secrets' | 'signal'
>;

/** Everything that would fail later and can be known before anything is created, all at once. */
export async function checkBoard(
  board: Board,
  context: PreflightContext,
  isReachNeeded = true,
): Promise<Finding[]> {
  const findings = await Promise.all([
    Promise.resolve(checkRanges(context)),
    checkCharts(
      boardReleases({ hunt: context.configuration.hunt, internet: context.internet }),
      context,
      isReachNeeded,
    ),
    checkOffer(board, context),
  ]);
  return findings.flat();
}

/**
 * Of a board that exists only the joint range is asked: planning knows the rest of it better.
 *
 * @throws PreflightError naming all that failed
 */
export async function requireBoard(board: Board, exists: boolean, context: PreflightContext): Promise<void> {
  const findings = exists ? checkRanges(context) : await checkBoard(board, context);
  const failed = findings.filter(({ ok }) => !ok);
  if (failed.length === 0) return;
  const reasons = failed.map(({ message, remedy }) =>
    remedy === undefined ? message : `${message}; ${remedy}`,
  );
  throw new PreflightError(
    `board ${board.name} cannot be as hunt.yaml says, and nothing was changed:\n${reasons.map((reason) => `  - ${reason}`).join('\n')}`,
  );
}

function checkRanges({ configuration: { hunt }, internet }: PreflightContext): Finding[] {
  const charts = boardReleases({ hunt, internet }).map(({ chart }) => chart.name);
  const { version } = hunt.board.kubernetes;
  const misfits = findMisfits(version, boardRanges(hunt, charts));
  if (misfits.length > 0) return misfits.map((message) => ({ check: 'kubernetes', ok: false, message }));
  return [{ check: 'kubernetes', ok: true, message: `${version} suits Rancher and all charts` }];
}

/** Its ingress controller's, and the volumes of Loki, Fluentd, Prometheus and Grafana. */
const workload = { loadBalancers: 1, volumes: 4 };

async function checkOffer(board: Board, context: PreflightContext): Promise<Finding[]> {
  const { configuration, scaleway, signal } = context;
  return look('kapsule', 'try again', async () => {
    const client = scalewayClient(scaleway, () => undefined);
    const desired = desiredCluster(board, configuration.hunt, scaleway, '');
    const { blockers, notes } = await checkClusterOffer(client, desired, workload, { signal });
    if (blockers.length === 0) {
      const message = ['version, node type and quotas allow the board', ...notes].join('; ');
      return [{ check: 'kapsule', ok: true, message }];
    }
    return blockers.map(({ sentence, remedy }) => ({
      check: 'kapsule',
      ok: false,
      message: sentence,
      remedy,
    }));
  });
}
