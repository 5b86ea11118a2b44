import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface TestChart {
  name: string;
  version: string;
  /** More lines of `Chart.yaml`. */
  about?: string;
  /** Files below the chart's folder, `templates/…` among them. */
  files: Record<string, string>;
}

/** A chart as a folder `<folder>/<name>`. */
export async function writeChart(folder: string, chart: TestChart): Promise<string> {
  const path = join(folder, chart.name);
  const head = `apiVersion: v2\nname: ${chart.name}\nversion: ${chart.version}\n${chart.about ?? ''}`;
  for (const [name, content] of Object.entries({ 'Chart.yaml': head, ...chart.files })) {
    await mkdir(dirname(join(path, name)), { recursive: true });
    await writeFile(join(path, name), content);
  }
  return path;
}

/** A chart as an archive in a folder of archives. */
export async function packChart(
  helm: string,
  folder: string,
  chart: TestChart,
): Promise<{ archive: string; sha256: string }> {
  const source = await writeChart(join(folder, `.${chart.name}-${chart.version}`), chart);
  await run(helm, ['package', source, '--destination', folder]);
  const archive = join(folder, `${chart.name}-${chart.version}.tgz`);
  const sha256 = createHash('sha256')
    .update(await readFile(archive))
    .digest('hex');
  return { archive, sha256 };
}

/** A ConfigMap and a Secret, and with `values.deployment` one that never becomes ready without nodes. */
export const webChart: TestChart = {
  name: 'web',
  version: '1.0.0',
  files: {
    'values.yaml': 'greeting: hello\npassword: ""\ndeployment: false\n',
    'values.schema.json': JSON.stringify({ type: 'object', properties: { greeting: { type: 'string' } } }),
    'templates/config-map.yaml': [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata: { name: {{ .Release.Name }} }',
      'data:',
      '  greeting: {{ .Values.greeting | quote }}',
      '  url: "postgres://web:{{ .Values.password }}@db"',
      '',
    ].join('\n'),
    'templates/secret.yaml': [
      'apiVersion: v1',
      'kind: Secret',
      'metadata: { name: {{ .Release.Name }} }',
      'stringData: { password: {{ .Values.password | quote }} }',
      '',
    ].join('\n'),
    'templates/deployment.yaml': [
      '{{- if .Values.deployment }}',
      'apiVersion: apps/v1',
      'kind: Deployment',
      'metadata: { name: {{ .Release.Name }} }',
      'spec:',
      '  selector: { matchLabels: { app: web } }',
      '  template:',
      '    metadata: { labels: { app: web } }',
      '    spec: { containers: [{ name: web, image: "registry.invalid/web:1" }] }',
      '{{- end }}',
      '',
    ].join('\n'),
  },
};
