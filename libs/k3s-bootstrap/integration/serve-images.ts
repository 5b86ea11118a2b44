/**
 * Program of a test: `node serve-images.ts ADDRESS PORT COREDNS` is a registry with the images of k3s's own pods and
 * of the test's, run in the network of a machine's stage.
 */
import { fileURLToPath } from 'node:url';
import { buildImage, nodeLayers, pauseLayers, startRegistry } from '@wescale/real-servers';

export const imageServerProgram: string = fileURLToPath(import.meta.url);

if (process.argv[1] === imageServerProgram) {
  const [, , address = '', port = '', coredns = ''] = process.argv;
  await startRegistry({
    address,
    port: Number(port),
    images: [
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
      await buildImage({
        repository: 'test/node',
        tag: '1',
        layers: await nodeLayers(),
        entrypoint: ['/usr/local/bin/node'],
      }),
    ],
    onMissing: console.error,
  });
  process.send?.('serving');
}
