/**
 * `node serve-images.ts ADDRESS PORT`: a registry with the images that k3s itself and the tests need, for as long as it
 * runs. It is started in the network of a machine's stage, where this process's caller is not.
 */
import { ensureCoreDns } from '@wescale/stage-kubernetes';
import { buildImage, busyboxLayers, nodeLayers, pauseLayers, startRegistry } from '@wescale/real-servers';

const [, , address = '127.0.0.1', port = '5000'] = process.argv;
const coredns = await ensureCoreDns();
const busybox = await busyboxLayers();
const images = [
  await buildImage({
    repository: 'rancher/mirrored-pause',
    tag: '3.6',
    layers: await pauseLayers(),
    entrypoint: ['/pause'],
    user: '65535:65535',
  }),
  await buildImage({
    repository: 'rancher/mirrored-coredns-coredns',
    tag: '1.15.0',
    layers: [{ name: 'coredns', files: { coredns: { source: coredns, mode: 0o755 } } }],
    entrypoint: ['/coredns'],
  }),
  await buildImage({ repository: 'test/busybox', tag: '1', layers: busybox, entrypoint: ['/bin/sh'] }),
  await buildImage({
    repository: 'test/node',
    tag: '1',
    layers: await nodeLayers(),
    entrypoint: ['/usr/local/bin/node'],
  }),
];
await startRegistry({ address, port: Number(port), images, onMissing: console.error });
console.log('serving');
