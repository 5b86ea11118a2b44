import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { makeOnce } from '@wescale/build-cache';
import { writeImageArchive } from '@wescale/real-servers';
import { ensureK3sRelease, ensureKapsuleRelease } from '@wescale/stage-kubernetes';
import { boardImages, rancherChartFolders, rancherImages } from '@wescale/understudies';
import { airGapArchive } from './air-gap-files.ts';
import { makeBusyboxImage } from './busybox-image.ts';
import { makeCoreDnsImage, makePauseImage } from './k3s-images.ts';
import type { AirGapImages, SupplyName, SupplyValues } from './supply.ts';

interface MakeOptions {
  onProgress: (message: string) => void;
}

/** Makes a supply, or finds it in the caches of this machine. */
export async function makeSupply(name: SupplyName, options: MakeOptions): Promise<SupplyValues[SupplyName]> {
  switch (name) {
    case 'pause-image':
      return [await makePauseImage(options)];
    case 'coredns-image':
      return [await makeCoreDnsImage(options)];
    case 'understudy-images':
      return rancherImages(options);
    case 'board-images':
      return boardImages(options);
    case 'busybox-image':
      return [await makeBusyboxImage(options)];
    case 'charts':
      return rancherChartFolders(options);
    case 'air-gap-images':
      return makeAirGapImages(options);
    default: {
      const [kind, version = ''] = name.split(' ');
      return kind === 'kapsule'
        ? (await ensureKapsuleRelease(version, options)).file
        : (await ensureK3sRelease(version, options)).folder;
    }
  }
}

async function makeAirGapImages(options: MakeOptions): Promise<AirGapImages> {
  const images = [await makePauseImage(options), await makeCoreDnsImage(options)];
  const folder = await makeOnce(
    {
      kind: 'image-archives',
      name: 'air-gap',
      inputs: images.map(({ repository, tag, digest }) => [repository, tag, digest]),
      announcement: 'packing the images of k3s into one archive',
      make: (draft) => writeImageArchive(images, path.join(draft, airGapArchive)),
    },
    options,
  );
  const file = path.join(folder, airGapArchive);
  return {
    file,
    digest: createHash('sha256')
      .update(await readFile(file))
      .digest('hex'),
  };
}
