import { createHash } from 'node:crypto';
import type { OnceOptions } from '@wescale/build-cache';
import { packLayer, type BuiltLayer, type ImageLayer } from './image-layer.ts';

export interface ImageRecipe {
  /** Without a registry: `rancher/rancher`. */
  repository: string;
  tag: string;
  /** The lowest first. */
  layers: readonly ImageLayer[];
  entrypoint: readonly string[];
  /** @default a PATH */
  environment?: Readonly<Record<string, string>>;
  /** User and group, by number or as the image's `etc/passwd` names them. @default root */
  user?: string;
  /** @default the root */
  workingDirectory?: string;
}

/** An image that a registry can hand out. Plain data; its layers are files in the user's cache folder. */
export interface BuiltImage {
  repository: string;
  tag: string;
  /** Of the manifest, `sha256:…`. */
  digest: string;
  /** JSON, as it is handed out. */
  manifest: string;
  /** JSON, as it is handed out, and its digest. */
  configuration: string;
  configurationDigest: string;
  layers: readonly BuiltLayer[];
}

export const manifestMediaType = 'application/vnd.oci.image.manifest.v1+json';

const path = 'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

/** Nothing in an image tells when it was made: the same content is the same image. */
const created = '1970-01-01T00:00:00Z';

/**
 * Makes an image of files, without a daemon (OCI image specification 1.1, "Image Manifest" and "Image Configuration").
 * Layers are uncompressed; each is packed once on a machine and shared by all images that have it.
 */
export async function buildImage(recipe: ImageRecipe, options: OnceOptions = {}): Promise<BuiltImage> {
  checkName(recipe);
  const layers: BuiltLayer[] = [];
  for (const layer of recipe.layers) layers.push(await packLayer(layer, options));
  const environment = Object.entries(recipe.environment ?? {}).map(([name, value]) => `${name}=${value}`);
  const configuration = JSON.stringify({
    created,
    architecture: process.arch === 'x64' ? 'amd64' : process.arch,
    os: 'linux',
    config: {
      ...(recipe.user === undefined ? {} : { User: recipe.user }),
      Env: [...(environment.some((line) => line.startsWith('PATH=')) ? [] : [path]), ...environment],
      Entrypoint: recipe.entrypoint,
      ...(recipe.workingDirectory === undefined ? {} : { WorkingDir: recipe.workingDirectory }),
    },
    rootfs: { type: 'layers', diff_ids: layers.map(({ digest }) => digest) },
    history: recipe.layers.map(({ name }) => ({ created, created_by: name ?? 'layer' })),
  });
  const configurationDigest = digestOf(configuration);
  const manifest = JSON.stringify({
    schemaVersion: 2,
    mediaType: manifestMediaType,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: configurationDigest,
      size: Buffer.byteLength(configuration),
    },
    layers: layers.map(({ digest, sizeBytes }) => ({
      mediaType: 'application/vnd.oci.image.layer.v1.tar',
      digest,
      size: sizeBytes,
    })),
  });
  const { repository, tag } = recipe;
  return {
    ...{ repository, tag, digest: digestOf(manifest), manifest },
    ...{ configuration, configurationDigest, layers },
  };
}

const digestOf = (text: string): string => `sha256:${createHash('sha256').update(text).digest('hex')}`;

/** Names and tags as the OCI distribution specification 1.1 allows them ("Pulling manifests"). */
export const namePattern =
  '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*)*';
export const tagPattern = '[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}';

function checkName({ repository, tag }: ImageRecipe): void {
  if (!new RegExp(`^${namePattern}$`).test(repository))
    throw new Error(
      `'${repository}' is no name of an image; write it as rancher/rancher, without a registry`,
    );
  if (!new RegExp(`^${tagPattern}$`).test(tag)) throw new Error(`'${tag}' is no tag of an image`);
}
