import { basename, dirname } from 'node:path';
import { makeOnce, type OnceOptions } from '@wescale/build-cache';
import { makePayload } from '../payload/make-payload.ts';
import { buildKube } from '../programs/ensure-kubernetes.ts';

/** What a release is made of. */
export interface ReleaseRecipe {
  program: 'k3s' | 'kapsule';
  version: string;
  /** The version that Kubernetes itself tells. */
  stamp: string;
  /** Fills the folder from the program of Kubernetes and the payload. */
  make: (draft: string, kube: string, payload: string) => Promise<void>;
}

/** Makes a release, once on a machine. @returns its folder */
export async function makeRelease(
  { program, version, stamp, make }: ReleaseRecipe,
  options: OnceOptions,
): Promise<string> {
  const payload = await makePayload(options);
  const kube = await buildKube(stamp, options);
  return makeOnce(
    {
      kind: 'stage-kubernetes',
      name: `${program}-${version}`,
      // Both lie in folders named after all they were made of.
      inputs: [basename(dirname(kube)), basename(dirname(payload))],
      announcement: `packing ${program} ${version}`,
      make: (draft) => make(draft, kube, payload),
    },
    options,
  );
}
