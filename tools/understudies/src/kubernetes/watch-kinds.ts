import type { ApiServer } from './api-server.ts';
import type { KubernetesObject } from './kubernetes-object.ts';
import { watchObjects, type WatchOptions } from './watch-objects.ts';

/** Objects of several kinds as they are now, kept up to date. */
export interface WatchedKinds<Kinds> {
  /** By the name of their kind and by their key; empty until they are listed. */
  readonly objects: { readonly [Name in keyof Kinds]: ReadonlyMap<string, Kinds[Name]> };
  /** Fulfilled once all kinds were listed; never when the watch ends before. */
  readonly listed: Promise<void>;
}

/**
 * Watches kinds that only say something together. Of changes is told once all were listed: what is missing before could
 * be taken for what is gone.
 *
 * @param paths of the lists, as for {@link watchObjects}
 */
export function watchKinds<Kinds extends { [Name in keyof Kinds]: KubernetesObject }>(
  server: ApiServer,
  paths: Readonly<Record<keyof Kinds & string, string>>,
  options: WatchOptions,
): WatchedKinds<Kinds> {
  let isListed = false;
  const onChange = (): void => {
    if (isListed) options.onChange();
  };
  const watched = Object.entries<string>(paths).map(
    ([name, path]) => [name, watchObjects(server, path, { ...options, onChange })] as const,
  );
  const listed = Promise.all(watched.map(([, { listed }]) => listed)).then(() => {
    isListed = true;
    onChange();
  });
  return {
    get objects() {
      const all = Object.fromEntries(watched.map(([name, { objects }]) => [name, objects]));
      return all as unknown as WatchedKinds<Kinds>['objects'];
    },
    listed,
  };
}
