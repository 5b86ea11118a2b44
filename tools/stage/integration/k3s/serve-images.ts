/**
 * `node serve-images.ts ADDRESS PORT`: a registry with the images that k3s itself and the tests need, for as long as it
 * runs. It is started in the network of a machine's stage, where this process's caller is not.
 */
import { buildImage, busyboxLayers, nodeLayers, startRegistry } from '@wescale/real-servers';
import { makeCoreDnsImage, makePauseImage } from '@wescale/stage';

const [, , address = '127.0.0.1', port = '5000'] = process.argv;
const images = [
  await makePauseImage(),
  await makeCoreDnsImage(),
  await buildImage({
    repository: 'test/busybox',
    tag: '1',
    layers: await busyboxLayers(),
    entrypoint: ['/bin/sh'],
  }),
  await buildImage({
    repository: 'test/node',
    tag: '1',
    layers: await nodeLayers(),
    entrypoint: ['/usr/local/bin/node'],
  }),
];
await startRegistry({ address, port: Number(port), images, onMissing: console.error });
console.log('serving');
