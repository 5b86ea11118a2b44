export { requirePackages, type NeededPackages } from './require-packages.ts';
export { buildPebble, startPebble, type PebbleOptions, type RunningPebble } from './start-pebble.ts';
export { startDelayProxy, type DelayProxy, type DelayProxyOptions } from './start-delay-proxy.ts';
export { startSshd, type RunningSshd, type SshdOptions } from './start-sshd.ts';
export {
  startNamed,
  type NamedKey,
  type NamedOptions,
  type NamedZone,
  type RunningNamed,
} from './start-named.ts';
export { startNginx, type NginxOptions, type RunningNginx } from './start-nginx.ts';
export { takeLoopbackAddress, type LoopbackAddress } from './take-loopback-address.ts';
export { freePort } from './free-port.ts';
export { ensureHelm, type HelmOptions, type HelmPrograms, type HelmVersion } from './helm/ensure-helm.ts';
export {
  startKubernetes,
  type KubernetesOptions,
  type RunningKubernetes,
} from './kubernetes/start-kubernetes.ts';
export type { KubectlOptions } from './kubernetes/run-kubectl.ts';
export { buildImage, type BuiltImage, type ImageRecipe } from './images/build-image.ts';
export { buildNodeImage } from './images/build-node-image.ts';
export type { BuiltLayer, ImageFile, ImageLayer } from './images/image-layer.ts';
export { writeImageArchive } from './images/image-archive.ts';
export { busyboxLayers } from './images/busybox-layers.ts';
export { nodeLayers } from './images/node-layers.ts';
export { pauseLayers } from './images/pause-layers.ts';
export { startRegistry, type RegistryOptions, type RunningRegistry } from './registry/start-registry.ts';
export type { ImageSource, NamedImageSource } from './registry/image-store.ts';
export { formatTar, type TarEntry } from './images/tar.ts';
export { beginAnswer } from './registry/begin-answer.ts';
