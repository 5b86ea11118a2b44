import type { OnceOptions } from '@wescale/build-cache';
import type { ImageLayer, ImageRecipe } from '@wescale/real-servers';

/** An image of the game board and how it is made; each program has one beside its `main.ts`. */
export interface BoardProgram {
  /** As it is pulled, without the registry: `jetstack/cert-manager-controller`, `library/traefik`. */
  repository: string;
  tag: string;
  /** The program itself goes on top, as `/usr/lib/understudy/main.mjs`; without one the image is only the layers. */
  main?: string;
  /** What lies below it, the lowest first; shared with the other images where it is the same. */
  layers: (options: OnceOptions) => Promise<readonly ImageLayer[]>;
  /** @default `node /usr/lib/understudy/main.mjs` */
  entrypoint?: readonly string[];
  environment?: Readonly<Record<string, string>>;
  user?: NonNullable<ImageRecipe['user']>;
}
