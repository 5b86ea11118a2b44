import { buildImage, buildNodeImage, busyboxLayers, type BuiltImage } from '@wescale/real-servers';
import { makeCoreDnsImage, makePauseImage } from '@wescale/stage';

/** The images that k3s itself and the tests need. What is not there yet is fetched, for which it needs a network that leads somewhere. */
export async function makeImages(): Promise<BuiltImage[]> {
  return [
    await makePauseImage(),
    await makeCoreDnsImage(),
    await buildImage({
      repository: 'test/busybox',
      tag: '1',
      layers: await busyboxLayers(),
      entrypoint: ['/bin/sh'],
    }),
    await buildNodeImage(),
  ];
}
