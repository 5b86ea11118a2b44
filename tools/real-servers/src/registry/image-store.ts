import type { BuiltImage } from '../images/build-image.ts';

/** Images that are there, that are being made, or that are made when they are first asked for. */
export type ImageSource =
  BuiltImage | PromiseLike<readonly BuiltImage[]> | (() => PromiseLike<readonly BuiltImage[]>);

/** Finds in images that arrive one after the other. */
export interface ImageStore {
  /**
   * The first answer that `look` gives for an image: of those that are there, else of those that come. Undefined when
   * all have come. @throws what kept an image from being made, when nothing was found in the others; who looks again
   * asks for it again
   */
  find<Found>(look: (image: BuiltImage) => Found | undefined): Promise<Found | undefined>;
  /** Sorted. Waits for images that are still being made only while it knows of none of this name. */
  tags(repository: string): Promise<string[]>;
}

export function createImageStore(sources: readonly ImageSource[]): ImageStore {
  const images: BuiltImage[] = [];
  const absent = new Set<() => PromiseLike<readonly BuiltImage[]>>();
  for (const source of sources) {
    if (typeof source === 'function') absent.add(source);
    else if ('then' in source) {
      absent.add(() => source);
      source.then(undefined, () => undefined);
    } else images.push(source);
  }
  const store: ImageStore = {
    async tags(repository): Promise<string[]> {
      const known = (): string[] =>
        images.filter((image) => image.repository === repository).map(({ tag }) => tag);
      if (known().length === 0)
        await store.find((image) => (image.repository === repository ? image : undefined));
      return [...new Set(known())].toSorted();
    },
    async find<Found>(look: (image: BuiltImage) => Found | undefined): Promise<Found | undefined> {
      const lookAtAll = (all: readonly BuiltImage[]): Found | undefined => {
        for (const image of all) {
          const found = look(image);
          if (found !== undefined) return found;
        }
        return undefined;
      };
      const found = lookAtAll(images);
      if (found !== undefined || absent.size === 0) return found;
      return new Promise((resolve, reject) => {
        let isFailed = false;
        let failure: unknown;
        const arrivals = [...absent].map(async (source) => {
          try {
            const made = await source();
            if (absent.delete(source)) images.push(...made);
            const late = lookAtAll(made);
            if (late !== undefined) resolve(late);
          } catch (error) {
            isFailed = true;
            failure = error;
          }
        });
        void Promise.all(arrivals).then(() =>
          isFailed
            ? reject(failure instanceof Error ? failure : new Error(String(failure)))
            : resolve(undefined),
        );
      });
    },
  };
  return store;
}
