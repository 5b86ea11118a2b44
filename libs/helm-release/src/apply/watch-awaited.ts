import { setTimeout as pause } from 'node:timers/promises';
import type { ObjectName } from '../chart/manifest.ts';
import type { Helm } from '../helm/create-helm.ts';
import { readAwaited, type AwaitedObject } from './awaited-objects.ts';

const intervalMs = 2000;

/** Looks every two seconds at what is not ready, until it is stopped; tells what has changed since the last look. */
export function watchAwaited(
  helm: Helm,
  objects: readonly ObjectName[],
  onAwaited: (awaited: AwaitedObject[]) => void,
): { last: () => AwaitedObject[]; stop: () => Promise<void> } {
  const ending = new AbortController();
  const { signal } = ending;
  let last: AwaitedObject[] = [];
  const watching = (async () => {
    let told = '';
    while (!signal.aborted && objects.length > 0) {
      await pause(intervalMs, undefined, { signal });
      const awaited = await readAwaited(helm, objects, signal);
      last = awaited;
      const text = JSON.stringify(awaited);
      if (text !== told && awaited.length > 0) onAwaited(awaited);
      told = text;
    }
    // A look that fails is no reason to stop helm, and the end of the watch is none either.
  })().catch(() => undefined);
  return {
    last: () => last,
    stop: async () => {
      ending.abort();
      await watching;
    },
  };
}
