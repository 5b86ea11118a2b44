import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { makeOnce, type OnceOptions } from '@wescale/build-cache';

import { rancherReleases, type RancherRelease } from './rancher-releases.ts';

const source = join(import.meta.dirname, '../../charts/rancher');

/**
 * Folders of Rancher's chart, unpacked, one for each version; the stage packs and serves them. They are stamped from one
 * source into the cache.
 */
export async function rancherChartFolders(options: OnceOptions = {}): Promise<readonly string[]> {
  const files = (await readdir(source, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  const contents = await Promise.all(files.map((file) => readFile(file, 'utf8')));
  const folders: string[] = [];
  for (const release of rancherReleases) {
    const made = await makeOnce(
      {
        kind: 'charts',
        name: `rancher-${release.version}`,
        inputs: [release, contents],
        announcement: `stamping the chart rancher ${release.version}`,
        make: async (draft) => {
          // Helm asks that a chart's folder is named like the chart.
          const folder = join(draft, 'rancher');
          await cp(source, folder, { recursive: true });
          const chart = join(folder, 'Chart.yaml');
          await writeFile(chart, stampChart(await readFile(chart, 'utf8'), release));
        },
      },
      { onProgress: () => undefined, ...options },
    );
    folders.push(join(made, 'rancher'));
  }
  return folders;
}

/** `Chart.yaml` of another version. */
export function stampChart(text: string, { version, kubeVersion }: RancherRelease): string {
  const stamps = { version, appVersion: `v${version}`, kubeVersion };
  let stamped = text;
  for (const [key, value] of Object.entries(stamps)) {
    const line = new RegExp(`^${key}: .*$`, 'm');
    if (!line.test(stamped)) throw new Error(`Chart.yaml has no line ${key}`);
    stamped = stamped.replace(line, `${key}: ${value}`);
  }
  return stamped;
}
