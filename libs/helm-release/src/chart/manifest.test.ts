import { expect, test } from 'vitest';
import { describeObject, objectKey, parseManifest } from './manifest.ts';

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

test('documents without an object are passed over', () => {
  expect(parseManifest(`---\n# Source: a\n---\n${head}---\n\n---\nnull\n`)).toHaveLength(1);
  expect(parseManifest('')).toEqual([]);
});

test('what Kubernetes reads is read as Kubernetes reads it', () => {
  const [object] = parseManifest(
    `${head}data:\n  day: 2026-11-01\n  mode: 0644\n  on: yes\n  twice: 1\n  twice: 2\n`,
  );
  expect(object?.content['data']).toEqual({ day: '2026-11-01', mode: 420, true: true, twice: 2 });
});

test('a hook is told from the rest', () => {
  const hook =
    'apiVersion: batch/v1\nkind: Job\nmetadata: { name: a, annotations: { helm.sh/hook: pre-install } }\n';
  expect(parseManifest(`${head}---\n${hook}`).map(({ isHook }) => isHook)).toEqual([false, true]);
});

test('a manifest that is no YAML is an error that shows nothing of it', () => {
  expect(() => parseManifest(`${head}data: { password: "correct-horse\n`)).toThrow(
    /^document 1 of the manifest is no YAML$/,
  );
});

test('objects are named for people and for comparison', () => {
  const object = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'site', name: 'web' };
  expect(describeObject(object)).toBe('Deployment site/web');
  expect(objectKey({ ...object, apiVersion: 'apps/v1beta1' }, 'x')).toBe(objectKey(object, 'y'));
});
