import { readFileSync } from 'node:fs';
import {
  applyReleases,
  createHelm,
  planReleases,
  readReleases,
  type DesiredRelease,
  type HelmOptions,
} from '@wescale/helm-release';

/** Applies what a file describes: a process that a test can kill. */
const { options, desired } = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8')) as {
  options: HelmOptions;
  desired: DesiredRelease[];
};
const helm = createHelm(options);
await applyReleases(helm, planReleases(await readReleases(helm, desired), desired), desired);
