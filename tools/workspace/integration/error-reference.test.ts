import { glob, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { declaredCodes, documentedCodes } from '../src/error-codes.ts';

const root = join(import.meta.dirname, '../../..');

/** Where the errors of a project are explained: a library's in its README, ours in one page. */
const pages: [sources: string, page: string][] = [
  ['libs/scw-infra', 'libs/scw-infra/README.md'],
  ['libs/ssh-host', 'libs/ssh-host/README.md'],
  ['libs/acme-dns01', 'libs/acme-dns01/README.md'],
  ['libs/helm-release', 'libs/helm-release/README.md'],
  ['libs/rancher-client', 'libs/rancher-client/README.md'],
  ['libs/drone-pipelines', 'libs/drone-pipelines/README.md'],
  ['libs/k3s-bootstrap', 'libs/k3s-bootstrap/README.md'],
  ['{apps/*,tools/stage}', 'docs/reference/errors.md'],
];

test.each(pages)('every error code of %s is explained in %s, and no other', async (sources, page) => {
  const declared = new Set<string>();
  for await (const file of glob(`${sources}/src/**/*.ts`, { cwd: root })) {
    if (file.endsWith('.test.ts')) continue;
    for (const code of declaredCodes(await readFile(join(root, file), 'utf8'))) declared.add(code);
  }
  const documented = documentedCodes(await readFile(join(root, page), 'utf8'));
  expect([...documented].toSorted()).toEqual([...declared].toSorted());
});
