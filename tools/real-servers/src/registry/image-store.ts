import type { BuiltImage } from '../images/build-image.ts';

/** Images that are there, that are being made, or that are made when they are first asked for. */
export type ImageSource = BuiltImage | PromiseLike<readonly BuiltImage[]> | MakeImages | NamedImageSource;

type MakeImages = () => PromiseLike<readonly BuiltImage[]>;

/** Images that are made when they are asked for by their name. No other source is asked for these names. */
export interface NamedImageSource {
  /** As `rancher/rancher`. */
  repositories: readonly string[];
  make: MakeImages;
}

/** Finds in images that arrive one after the other. */
export interface ImageStore {
  /**
   * The first answer that `look` gives for an image of this name: of those that are there, else of those that come.
   * Undefined when all have come. @throws what kept an image from being made, when nothing was found in the others; who
   * looks again asks for it again
   *
   * @param repository - what the image is called
   */
  find<Found>(repository: string, look: (image: BuiltImage) => Found | undefined): Promise<Found | undefined>;
  /** Sorted. Waits for images that are still being made only while it knows of none of this name. */
  tags(repository: string): Promise<string[]>;
}

export function createImageStore(sources: readonly ImageSource[]): ImageStore {
  const images: BuiltImage[] = [];
  const absent = new Set<MakeImages>();
  const named = new Map<MakeImages, readonly string[]>();
  for (const source of sources) {
    if (typeof source === 'function') absent.add(source);
    else if ('make' in source) {
      absent.add(source.make);
      named.set(source.make, source.repositories);
    } else if ('then' in source) {
      absent.add(() => source);
      source.then(undefined, () => undefined);
    } else images.push(source);
  }
  const sourcesOf = (repository: string): MakeImages[] => {
    const claiming = [...named].flatMap(([make, names]) => (names.includes(repository) ? make : []));
    return claiming.length > 0
      ? claiming.filter((make) => absent.has(make))
      : [...absent].filter((make) => !named.has(make));
  };
  const store: ImageStore = {
    async tags(repository): Promise<string[]> {
      const known = (): string[] =>
        images.filter((image) => image.repository === repository).map(({ tag }) => tag);
      if (known().length === 0) await store.find(repository, (image) => image);
      return [...new Set(known())].toSorted();
    },
    async find<Found>(
      repository: string,
      look: (image: BuiltImage) => Found | undefined,
    ): Promise<Found | undefined> {
      const lookAtAll = (all: readonly BuiltImage[]): Found | undefined => {
        for (const image of all) {
          const found = image.repository === repository ? look(image) : undefined;
          if (found !== undefined) return found;
        }
        return undefined;
      };
      const found = lookAtAll(images);
      const possible = sourcesOf(repository);
      if (found !== undefined || possible.length === 0) return found;
      return new Promise((resolve, reject) => {
        let isFailed = false;
        let failure: unknown;
        const arrivals = possible.map(async (source) => {
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
