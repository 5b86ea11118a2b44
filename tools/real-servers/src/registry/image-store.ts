import type { BuiltImage } from '../images/build-image.ts';

/** Images that are there, or that are still being made. */
export type ImageSource = BuiltImage | PromiseLike<readonly BuiltImage[]>;

/** Finds in images that arrive one after the other. */
export interface ImageStore {
  /**
   * The first answer that `look` gives for an image: of those that are there, else of those that come. Undefined when
   * all have come. @throws what kept an image from being made, when nothing was found in the others
   */
  find<Found>(look: (image: BuiltImage) => Found | undefined): Promise<Found | undefined>;
}

export function createImageStore(sources: readonly ImageSource[]): ImageStore {
  const images: BuiltImage[] = [];
  const failures: unknown[] = [];
  const pending = new Set<Promise<unknown>>();
  for (const source of sources) {
    if (!('then' in source)) {
      images.push(source);
      continue;
    }
    const arrival: Promise<unknown> = Promise.resolve(source)
      .then(
        (made) => images.push(...made),
        (reason: unknown) => failures.push(reason),
      )
      .finally(() => pending.delete(arrival));
    pending.add(arrival);
  }
  return {
    async find<Found>(look: (image: BuiltImage) => Found | undefined): Promise<Found | undefined> {
      for (;;) {
        for (const image of images) {
          const found = look(image);
          if (found !== undefined) return found;
        }
        if (pending.size === 0) break;
        await Promise.race(pending);
      }
      if (failures.length > 0) throw failures[0];
      return undefined;
    },
  };
}
