import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { ensureHelm } from '@wescale/real-servers';
import { boardChartFolders } from '@wescale/understudies';
import { parseAllDocuments } from 'yaml';

export interface RenderedObject {
  apiVersion: string;
  kind: string;
  metadata: {
    name: string;
    namespace?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
  };
  spec?: Record<string, unknown>;
  data?: Record<string, string>;
}

/** What helm makes of a chart of the board. @throws what helm says against the values, on its standard error */
export async function renderChart(
  chart: string,
  values: object,
  { namespace = 'monitoring', release = chart }: { namespace?: string; release?: string } = {},
): Promise<RenderedObject[]> {
  const { helm } = await ensureHelm();
  const folder = boardChartFolders().find(({ name }) => name === chart)?.folder ?? '';
  const running = promisify(execFile)(helm, [
    ...['template', release, folder, '--namespace', namespace, '--values', '-', '--kube-version', '1.36.3'],
  ]);
  running.child.stdin?.end(JSON.stringify(values));
  const { stdout } = await running;
  return parseAllDocuments(stdout)
    .map((document) => document.toJS() as RenderedObject | null)
    .filter((one) => one !== null);
}

export const findObject = (
  objects: readonly RenderedObject[],
  kind: string,
  name: string,
): RenderedObject | undefined => objects.find((one) => one.kind === kind && one.metadata.name === name);
