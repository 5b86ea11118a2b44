/** Grafana's understudy in a pod: files, arguments and environment as the chart gives them, and no others. */
import { readFile } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';

import { apiServerOfPod } from '../kubernetes/api-server-of-pod.ts';
import { readDataSources } from './configuration/read-data-sources.ts';
import { readGrafanaIni } from './configuration/read-grafana-ini.ts';
import { startGrafana } from './start-grafana.ts';
import { folderStore } from './state/grafana-store.ts';

const environment = process.env;
function required(name: string): string {
  const value = environment[name];
  if (value === undefined || value === '') throw new Error(`${name} is not set`);
  return value;
}

const label = environment['LABEL'];
const api = label === undefined ? undefined : await apiServerOfPod(environment);
const version = required('UNDERSTUDY_VERSION');
const grafana = await startGrafana({
  ...{ address: '0.0.0.0', port: 3000, version },
  adminUser: required('GF_SECURITY_ADMIN_USER'),
  adminPassword: required('GF_SECURITY_ADMIN_PASSWORD'),
  settings: readGrafanaIni(await readFile('/etc/grafana/grafana.ini', 'utf8')),
  dataSources: readDataSources(
    await readFile('/etc/grafana/provisioning/datasources/datasources.yaml', 'utf8'),
  ),
  store: folderStore(required('GF_PATHS_DATA')),
  ...(api === undefined || label === undefined
    ? {}
    : {
        dashboards: {
          api,
          selection: {
            label,
            labelValue: environment['LABEL_VALUE'] ?? '',
            namespaces: required('NAMESPACE').split(','),
          },
          folderAnnotation: environment['FOLDER_ANNOTATION'],
          foldersFromFiles: environment['FOLDERS_FROM_FILES'] === 'true',
        },
      }),
  onAnswer: ({ method, path, status }) => {
    if (path !== '/api/health') console.log(`${method} ${path} ${status}`);
  },
  onProblem: (problem) => console.error(`not provisioned: ${problem}`),
});
console.log(`An understudy plays Grafana ${version} at ${grafana.url}`);

process.once('SIGTERM', () => {
  // For a moment the Service still sends requests to a pod that is told to go.
  void setTimeout(1000)
    .then(() => grafana[Symbol.asyncDispose]())
    .then(() => process.exit(0));
});
