import type { OnceOptions } from '@wescale/build-cache';
import type { ImageLayer, ImageRecipe } from '@wescale/real-servers';

/** An image of the game board and how it is made; each program has one beside its `main.ts`. */
export interface BoardProgram {
  /** As it is pulled, without the registry: `jetstack/cert-manager-controller`, `library/traefik`. */
  repository: string;
  tag: string;
  /** The file it is bundled from; it goes on top of the layers. */
  main: string;
  /** The lowest first; shared with the other images where it is the same. */
  layers: (options: OnceOptions) => Promise<readonly ImageLayer[]>;
  environment?: Readonly<Record<string, string>>;
  user?: NonNullable<ImageRecipe['user']>;
}
