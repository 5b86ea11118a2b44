import { expect, test } from 'vitest';
import { formatNamedConfiguration, formatZoneFiles } from './named-configuration.ts';

const options = { number: 7, directory: '/d', parentZone: 'example.org', editorSecret: 'c2VjcmV0' };

test('each server answers at addresses of its own, and only the resolver walks', () => {
  const views = formatNamedConfiguration(options).split('view ').slice(1);
  const summary = views.map((view) => [
    /^"(\w+)"/.exec(view)?.[1],
    /match-destinations \{ (.*); \};/.exec(view)?.[1],
    /recursion (\w+);/.exec(view)?.[1],
  ]);
  expect(summary).toEqual([
    ['root', '198.18.7.4', 'no'],
    ['domains', '198.18.7.5; 198.18.7.6', 'no'],
    ['resolver', '198.18.7.3', 'yes'],
  ]);
});

test('the root delegates the parent zone to Scaleway’s name servers, and has their addresses', () => {
  const root = formatZoneFiles(options)['root.db'];
  for (const line of [
    'example.org. NS ns0.dom.scw.cloud.',
    'example.org. NS ns1.dom.scw.cloud.',
    'k8s.fr-par.scw.cloud. NS ns0.dom.scw.cloud.',
    'ns0.dom.scw.cloud. A 198.18.7.5',
    'ns1.dom.scw.cloud. A 198.18.7.6',
  ])
    expect(root?.split('\n')).toContain(line);
});
