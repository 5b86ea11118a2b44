import type { StepContext } from '../steps/step.ts';
import { waitUntil } from '../run/wait-until.ts';
import {
  countSeries,
  findLogLines,
  GrafanaPasswordError,
  readDashboardTitles,
  type GrafanaSite,
} from './grafana.ts';
import { boardNamespaces } from './namespaces.ts';
import { seeBoard } from './see-board.ts';

const { logging, monitoring } = boardNamespaces;

/** Certificates, first scrapes and buffers of logs take their time on a new board. */
const patienceMs = 240_000;
const minutesADay = 1440;

/** Grafana shows the dashboards to whoever comes from outside, by its name and with a certificate that is trusted. */
export async function verifyDashboards(
  grafana: GrafanaSite,
  titles: readonly string[],
  { signal, progress }: StepContext,
): Promise<void> {
  progress(`looking for ${titles.length} dashboards at ${grafana.url}`);
  await waitUntil(
    async () => {
      const found = await readDashboardTitles(grafana);
      const missing = titles.filter((title) => !found.includes(title));
      if (missing.length === 0) return true;
      throw new Error(`it does not show ${missing.join(', ')}`);
    },
    {
      signal,
      timeoutMs: patienceMs,
      isHopeless: (error) => error instanceof GrafanaPasswordError,
      what: `${grafana.url} is not as it should be`,
      remedy: seeBoard(`get pods -n ${monitoring}`),
    },
  );
}

/** Prometheus has memory of containers, which comes from the nodes. */
export async function verifyMetrics(grafana: GrafanaSite, { signal, progress }: StepContext): Promise<void> {
  progress('looking for metrics of containers through Grafana');
  await waitUntil(
    async () => ((await countSeries(grafana, 'container_memory_working_set_bytes')) > 0 ? true : undefined),
    {
      signal,
      timeoutMs: patienceMs,
      what: `Prometheus, asked through ${grafana.url}, has no metrics of containers`,
      remedy: seeBoard(`get pods -n ${monitoring}`),
    },
  );
}

/** Loki has a line of the last day that fits. */
export async function verifyLogs(
  grafana: GrafanaSite,
  query: string,
  { signal, progress }: StepContext,
): Promise<void> {
  progress(`looking for a log line of ${query} through Grafana`);
  await waitUntil(
    async () => {
      const lines = await findLogLines(grafana, query, { now: new Date(), minutes: minutesADay });
      return lines.length > 0 ? true : undefined;
    },
    {
      signal,
      timeoutMs: patienceMs,
      what: `Loki, asked through ${grafana.url}, has no line of ${query}`,
      remedy: seeBoard(`get pods -n ${logging}`),
    },
  );
}
