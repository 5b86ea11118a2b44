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
  expect(await store.find('pause', named('pause'))).toBe('pause');
  expect(await store.find('coredns', named('coredns'))).toBe('coredns');
  const asked = store.find('rancher', named('rancher'));
  finish([image('rancher')]);
  expect(await asked).toBe('rancher');
  expect(await store.find('other', named('other'))).toBeUndefined();
});

test('an image that could not be made is said only to who finds nothing else', async () => {
  const store = createImageStore([Promise.reject(new Error('no Go')), image('pause')]);
  expect(await store.find('pause', named('pause'))).toBe('pause');
  await expect(store.find('other', named('other'))).rejects.toThrow('no Go');
});

test('what is made on demand is asked for when nothing else is found, and again after a failure', async () => {
  let asked = 0;
  const onDemand = async (): Promise<BuiltImage[]> => {
    asked += 1;
    if (asked === 1) throw new Error('no network');
    return [image('coredns')];
  };
  const store = createImageStore([image('pause'), onDemand]);
  expect(await store.find('pause', named('pause'))).toBe('pause');
  expect(asked).toBe(0);
  await expect(store.find('coredns', named('coredns'))).rejects.toThrow('no network');
  expect(await store.find('coredns', named('coredns'))).toBe('coredns');
  expect(await store.find('coredns', named('coredns'))).toBe('coredns');
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

test('who names its images is asked for these, and for these nobody else is', async () => {
  const asked: string[] = [];
  const make = (name: string) => async (): Promise<BuiltImage[]> => {
    asked.push(name);
    return [image(name)];
  };
  const store = createImageStore([{ repositories: ['coredns'], make: make('coredns') }, make('rancher')]);
  expect(await store.find('coredns', named('coredns'))).toBe('coredns');
  expect(await store.find('coredns', named('other'))).toBeUndefined();
  expect(asked).toEqual(['coredns']);
  expect(await store.find('other', named('other'))).toBeUndefined();
  expect(asked).toEqual(['coredns', 'rancher']);
});
