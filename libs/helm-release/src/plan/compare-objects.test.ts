import { expect, test } from 'vitest';
import { parseManifest } from '../chart/manifest.ts';
import { compareManifests } from './compare-objects.ts';
import { diffYaml } from './diff-text.ts';

const compare = (
  before: string,
  after: string,
  secrets: string[] = [],
): ReturnType<typeof compareManifests> =>
  compareManifests(parseManifest(before), parseManifest(after), { namespace: 'site', secrets });

const configMap = (name: string, data: object): string =>
  `---\n# Source: a comment\n${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data })}\n`;
const secret = (data: object): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, data });

test('nothing differs when only order and spelling do', () => {
  const before =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: site}\ndata: {x: "1", y: "2"}\n';
  const after =
    'kind: ConfigMap\napiVersion: v1\ndata:\n  y: "2"\n  x: "1"\nmetadata: {name: a, namespace: site}\n';
  expect(compare(before, after)).toEqual([]);
});

test('objects come, change and go, each by its name', () => {
  const changes = compare(
    configMap('same', {}) + configMap('changed', { x: '1' }) + configMap('gone', {}),
    configMap('new', {}) + configMap('same', {}) + configMap('changed', { x: '2' }),
  );
  expect(
    changes.map(({ object, before, after }) => [object.name, before !== undefined, after !== undefined]),
  ).toEqual([
    ['new', false, true],
    ['changed', true, true],
    ['gone', true, false],
  ]);
});

test('the same object under a newer API version is a change, not another object', () => {
  const ingress = (version: string): string =>
    `apiVersion: networking.k8s.io/${version}\nkind: Ingress\nmetadata: {name: a}\n`;
  expect(compare(ingress('v1beta1'), ingress('v1'))).toHaveLength(1);
});

test('a Secret shows that it changed and never what it holds', () => {
  const [change] = compare(secret({ a: 'b2xk', b: 'c2FtZQ==' }), secret({ a: 'bmV3', b: 'c2FtZQ==' }));
  expect(diffYaml(change?.before, change?.after)).toBe(
    '@@ -1,5 +1,5 @@\n apiVersion: v1\n data:\n-  a: (secret)\n+  a: (secret, changed)\n   b: (secret)\n kind: Secret\n',
  );
});

test('a secret value that a chart puts elsewhere is hidden there too', () => {
  const [change] = compare(
    configMap('c', { url: 'postgres://me:old-password@db' }),
    configMap('c', { url: 'postgres://me:new-password@db' }),
    ['old-password', 'new-password'],
  );
  expect(JSON.stringify(change)).not.toMatch(/old-password|new-password/);
  expect(diffYaml(change?.before, change?.after)).toContain('+  url: postgres://me:(secret, changed)@db');
});

test('a list is taken apart', () => {
  const list = `apiVersion: v1\nkind: List\nitems:\n  - ${configMap('a', {}).split('\n')[2] ?? ''}\n`;
  expect(parseManifest(list).map(({ name }) => name)).toEqual(['a']);
});
