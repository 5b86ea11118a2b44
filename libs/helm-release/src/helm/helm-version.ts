import { HelmFailedError } from '../errors.ts';
import type { Helm } from './create-helm.ts';
import { runHelm } from './run-helm.ts';

export interface HelmVersion {
  /** `4.2.3` */
  version: string;
  major: number;
}

/** @throws {@link HelmNotRunnableError}; {@link HelmFailedError} when it is older than 3.13, which cannot render on a cluster */
export async function readHelmVersion(helm: Helm, signal?: AbortSignal): Promise<HelmVersion> {
  const about = 'asking helm for its version';
  const said = await runHelm(helm, { args: ['version', '--short'], about, signal });
  const match = /v(\d+)\.(\d+)\.\d+/.exec(said);
  if (match === null) throw new HelmFailedError('helm-failed', `${about}: ${said}`, said);
  const [text, major, minor] = [match[0], Number(match[1]), Number(match[2])];
  if (major < 3 || (major === 3 && minor < 13))
    throw new HelmFailedError('helm-failed', `helm ${text} is too old; 4 is needed, 3.13 will do`, said);
  return { version: text.slice(1), major };
}
