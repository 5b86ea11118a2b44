import type { Internet } from '../environment/internet.ts';
import { askSite, type SiteAnswer } from '../reverse-proxy/ask-site.ts';
import { grafanaUser } from './objects/grafana-objects.ts';

/** Grafana of a board, asked from here through the board's load balancer. */
export interface GrafanaSite {
  url: string;
  /** Of the load balancer: the name may still lead to another board. */
  address: string;
  password: string;
  internet: Internet;
  signal: AbortSignal;
}

/** Grafana does not take the password that is kept. */
export class GrafanaPasswordError extends Error {
  readonly code = 'grafana-password';
}

/** A path of its API, as its first user. @throws the connection's own error */
function askGrafana(site: GrafanaSite, path: string): Promise<SiteAnswer> {
  const credentials = Buffer.from(`${grafanaUser}:${site.password}`).toString('base64');
  return askSite(site.url + path, {
    address: site.address,
    trusted: site.internet.certificateAuthority?.issuerCertificates,
    headers: { Authorization: `Basic ${credentials}` },
    signal: site.signal,
  });
}

/** Titles of the dashboards it has. */
export async function readDashboardTitles(site: GrafanaSite): Promise<string[]> {
  const found = (await readJson(site, '/api/search?type=dash-db&limit=1000')) as { title: string }[];
  return found.map(({ title }) => title);
}

/** How many series an instant query of Prometheus answers with. */
export async function countSeries(site: GrafanaSite, query: string): Promise<number> {
  const path = `/api/datasources/proxy/uid/prometheus/api/v1/query?query=${encodeURIComponent(query)}`;
  return resultOf(await readJson(site, path)).length;
}

/** Log lines of the last minutes that a LogQL query finds in Loki. */
export async function findLogLines(
  site: GrafanaSite,
  query: string,
  { now, minutes }: { now: Date; minutes: number },
): Promise<string[]> {
  const start = now.getTime() - minutes * 60_000;
  const range = `start=${start}000000&end=${now.getTime() + 60_000}000000&limit=100`;
  const path = `/api/datasources/proxy/uid/loki/loki/api/v1/query_range?query=${encodeURIComponent(query)}&${range}`;
  const streams = resultOf(await readJson(site, path)) as { values: [string, string][] }[];
  return streams.flatMap(({ values }) => values.map(([, line]) => line));
}

async function readJson(site: GrafanaSite, path: string): Promise<unknown> {
  const { status, body } = await askGrafana(site, path);
  if (status === 200) return JSON.parse(body);
  if (status === 401)
    throw new GrafanaPasswordError(
      `${site.url} refuses the password that is kept: its volume keeps the one it was first started with. ` +
        'Put that one back into the secret store, or have Grafana take the kept one: ' +
        'hunt kubeconfig --board <name> -- kubectl exec -n monitoring deploy/grafana -- grafana cli admin reset-admin-password <password>',
    );
  const said = body.slice(0, 200).replaceAll(/\s+/g, ' ');
  throw new Error(`${site.url}${path.split('?', 1)[0] ?? ''} answers ${status}: ${said}`);
}

function resultOf(answer: unknown): unknown[] {
  const result = (answer as { data?: { result?: unknown } }).data?.result;
  return Array.isArray(result) ? result : [];
}
