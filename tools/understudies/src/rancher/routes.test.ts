import { globSync, readFileSync } from 'node:fs';

import { expect, test } from 'vitest';

import { routes } from './routes.ts';

test('every route that is defined is played, once', () => {
  const folder = new URL('.', import.meta.url).pathname;
  const defined = globSync('**/*.ts', { cwd: folder }).flatMap((file) => [
    ...readFileSync(`${folder}${file}`, 'utf8').matchAll(/^export const \w+: Route = route/gm),
  ]);
  expect(routes).toHaveLength(defined.length);
  const names = routes.map(({ method, path, action, link }) => JSON.stringify([method, path, action, link]));
  expect(new Set(names).size).toBe(routes.length);
});

test('every route says where it is known from', () => {
  for (const { method, path, fact } of routes)
    expect([method, path, /facts\/k3s-rancher\.md §\d/.test(fact)]).toEqual([method, path, true]);
});
