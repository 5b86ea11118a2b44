import { parseAllDocuments } from 'yaml';

import { chartFolder, helm } from './helm.ts';

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
  const where = ['template', release, chartFolder(chart), '--namespace', namespace];
  const rendered = await helm([...where, '--kube-version', '1.36.3'], { values });
  return parseAllDocuments(rendered)
    .map((document) => document.toJS() as RenderedObject | null)
    .filter((one) => one !== null);
}

export const findObject = (
  objects: readonly RenderedObject[],
  kind: string,
  name: string,
): RenderedObject | undefined => objects.find((one) => one.kind === kind && one.metadata.name === name);
