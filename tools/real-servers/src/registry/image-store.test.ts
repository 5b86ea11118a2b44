import { expect, test } from 'vitest';
import type { BuiltImage } from '../images/build-image.ts';
import { createImageStore } from './image-store.ts';

const image = (repository: string): BuiltImage => ({
  ...{ repository, tag: 'v1', digest: 'sha256:0', manifest: '{}', layers: [] },
  ...{ configuration: '{}', configurationDigest: 'sha256:1' },
});
const named =
  (repository: string) =>
  (candidate: BuiltImage): string | undefined =>
    candidate.repository === repository ? repository : undefined;

test('what is there is found though other images are still being made', async () => {
  let finish: (images: BuiltImage[]) => void = () => undefined;
  const later = new Promise<BuiltImage[]>((resolve) => (finish = resolve));
  const store = createImageStore([image('pause'), later, Promise.resolve([image('coredns')])]);
  expect(await store.find(named('pause'))).toBe('pause');
  expect(await store.find(named('coredns'))).toBe('coredns');
  const asked = store.find(named('rancher'));
  finish([image('rancher')]);
  expect(await asked).toBe('rancher');
  expect(await store.find(named('other'))).toBeUndefined();
});

test('an image that could not be made is said only to who finds nothing else', async () => {
  const store = createImageStore([Promise.reject(new Error('no Go')), image('pause')]);
  expect(await store.find(named('pause'))).toBe('pause');
  await expect(store.find(named('other'))).rejects.toThrow('no Go');
});

test('what is made on demand is asked for when nothing else is found, and again after a failure', async () => {
  let asked = 0;
  const onDemand = async (): Promise<BuiltImage[]> => {
    asked += 1;
    if (asked === 1) throw new Error('no network');
    return [image('coredns')];
  };
  const store = createImageStore([image('pause'), onDemand]);
  expect(await store.find(named('pause'))).toBe('pause');
  expect(asked).toBe(0);
  await expect(store.find(named('coredns'))).rejects.toThrow('no network');
  expect(await store.find(named('coredns'))).toBe('coredns');
  expect(await store.find(named('coredns'))).toBe('coredns');
  expect(asked).toBe(2);
});

test('tags are listed of what is there, and what is made is waited for when nothing is', async () => {
  let asked = 0;
  const onDemand = async (): Promise<BuiltImage[]> => {
    asked += 1;
    return [image('coredns')];
  };
  const store = createImageStore([{ ...image('pause'), tag: 'v2' }, image('pause'), onDemand]);
  expect(await store.tags('pause')).toEqual(['v1', 'v2']);
  expect(asked).toBe(0);
  expect(await store.tags('coredns')).toEqual(['v1']);
  expect(await store.tags('other')).toEqual([]);
});
