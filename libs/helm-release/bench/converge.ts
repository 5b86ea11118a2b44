/** The process that is measured: brings the described releases about, by the library as it is published. */
import { readFileSync } from 'node:fs';
import {
  applyReleases,
  createHelm,
  planReleases,
  readReleases,
  type DesiredRelease,
  type HelmOptions,
} from '@wescale/helm-release';

const { options, desired } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as {
  options: HelmOptions;
  desired: DesiredRelease[];
};
const helm = createHelm(options);
const plan = planReleases(await readReleases(helm, desired), desired);
await applyReleases(helm, plan, desired);
process.stdout.write(`${plan.changes.length}\n`);
