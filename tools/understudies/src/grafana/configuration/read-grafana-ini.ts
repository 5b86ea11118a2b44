import { ProvisioningError } from './provisioning-error.ts';

export interface GrafanaSettings {
  /** Where people find it; its path is left out, since one below the root is not played. */
  rootUrl: string;
}

/** What the chart always writes, without effect here; facts/hosts-helm-charts.md B, `charts/grafana/values.yaml`. */
const ignored = new Set([
  'paths.data',
  'paths.logs',
  'paths.provisioning',
  'analytics.check_for_updates',
  'log.mode',
]);

/**
 * The sections and keys of `grafana.ini` that the chart writes, and no other.
 *
 * @throws ProvisioningError
 */
export function readGrafanaIni(text: string): GrafanaSettings {
  let section = '';
  let rootUrl = 'http://localhost:3000/';
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    const [, name] = /^\[(.+)\]$/.exec(line) ?? [];
    if (name !== undefined) {
      section = name;
      continue;
    }
    const [, key = '', value = ''] = /^([^=\s]+)\s*=\s*(.*)$/.exec(line) ?? [];
    const path = `${section}.${key}`;
    if (path === 'server.root_url') rootUrl = value;
    else if (!ignored.has(path)) throw new ProvisioningError(`grafana.ini: ${path} is not played`);
  }
  if (!URL.canParse(rootUrl) || new URL(rootUrl).pathname !== '/')
    throw new ProvisioningError(`grafana.ini: server.root_url is ${rootUrl}, no address of a whole site`);
  return { rootUrl };
}
