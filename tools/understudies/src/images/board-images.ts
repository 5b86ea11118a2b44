import type { OnceOptions } from '@wescale/build-cache';
import { buildImage, type BuiltImage } from '@wescale/real-servers';
import { certManagerImage } from '../cert-manager/image.ts';
import { fluentBitImage } from '../fluent-bit/image.ts';
import { fluentdImage } from '../fluentd/image.ts';
import { grafanaImage } from '../grafana/image.ts';
import { loggingOperatorImage } from '../logging-operator/image.ts';
import { ingressNginxImage } from '../ingress-nginx/image.ts';
import { lokiImage } from '../loki/image.ts';
import { prometheusImage } from '../prometheus/image.ts';
import { traefikImage } from '../traefik/image.ts';
import type { BoardProgram } from './board-program.ts';
import { programEntrypoint, programLayer } from './program-layer.ts';

/** One line for each image of the board. */
const programs: readonly BoardProgram[] = [
  traefikImage,
  ingressNginxImage,
  certManagerImage,
  prometheusImage,
  grafanaImage,
  lokiImage,
  loggingOperatorImage,
  fluentdImage,
  fluentBitImage,
];

/** Images of the game board under the names that the real charts ask for. */
export async function boardImages(options: OnceOptions = {}): Promise<BuiltImage[]> {
  const images: BuiltImage[] = [];
  for (const { main, layers, ...named } of programs) {
    const recipe = {
      ...named,
      layers: [...(await layers(options)), await programLayer(named.repository, main)],
      entrypoint: programEntrypoint,
    };
    images.push(await buildImage(recipe, options));
  }
  return images;
}
