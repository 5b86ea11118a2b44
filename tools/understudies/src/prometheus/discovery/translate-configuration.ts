import { join } from 'node:path';

import { parse, stringify } from 'yaml';

import { isDiscoveryRole, type DiscoveryRole } from './find-targets.ts';

interface Configuration {
  scrape_configs?: Record<string, unknown>[];
}

/**
 * A `prometheus.yml` in which files take the place of what Debian's Prometheus was built without: discovery in
 * Kubernetes.
 *
 * @param folder where the files are: `<role>.json`
 * @throws on a role that is not played, or on any other field of `kubernetes_sd_configs`
 */
export function translateConfiguration(
  text: string,
  folder: string,
): { text: string; roles: DiscoveryRole[] } {
  const configuration = parse(text) as Configuration;
  const roles = new Set<DiscoveryRole>();
  const scrapeConfigs = (configuration.scrape_configs ?? []).map((job) => {
    const { kubernetes_sd_configs: discovery, ...rest } = job;
    if (discovery === undefined) return job;
    const found = (discovery as Record<string, unknown>[]).map((one) =>
      readRole(String(job['job_name']), one),
    );
    for (const role of found) roles.add(role);
    const files = found.map((role) => join(folder, `${role}.json`));
    // Prometheus hears of a changed file at once, and reads it again now and then all the same.
    return { ...rest, file_sd_configs: [{ files, refresh_interval: '30s' }] };
  });
  return { text: stringify({ ...configuration, scrape_configs: scrapeConfigs }), roles: [...roles] };
}

function readRole(job: string, { role, ...others }: Record<string, unknown>): DiscoveryRole {
  const [other] = Object.keys(others);
  if (other !== undefined) throw new Error(`${job}: kubernetes_sd_configs.${other} is not played`);
  if (!isDiscoveryRole(role)) throw new Error(`${job}: the role ${String(role)} is not played`);
  return role;
}
