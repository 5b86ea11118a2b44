/** `docs/reference/drone-confinement.md` is written from what `confine` makes; `UPDATE_DOCS=1` writes it anew. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { confine, type KubernetesObject } from '../src/index.ts';
import { confinement } from './support/confinement.ts';

const page = join(import.meta.dirname, '../../../docs/reference/drone-confinement.md');

function format(objects: readonly KubernetesObject[]): string {
  const documents = objects.map((one) => stringify(one, { aliasDuplicateObjects: false, lineWidth: 0 }));
  return `# Objects that confine a runner and its builds

<!-- Written by libs/drone-pipelines/integration/confinement-reference.test.ts; UPDATE_DOCS=1 writes it anew. Do not edit. -->

What \`confine\` of \`@wescale/drone-pipelines\` makes for a runner in the namespace \`ci\` whose builds run in \`ci-builds\`, in
the order in which it can be applied. \`findDeviations\` says what in a cluster differs from it. Empty lists and \`false\`
stand there on purpose: whatever somebody adds in their place is a deviation.

<!-- prettier-ignore-start -->
\`\`\`yaml
${documents.join('---\n')}\`\`\`
<!-- prettier-ignore-end -->
`;
}

test('the reference shows every object as it is', async () => {
  const text = format(confine(confinement));
  if (process.env['UPDATE_DOCS']) await writeFile(page, text);
  expect(await readFile(page, 'utf8').catch(() => '(missing: run with UPDATE_DOCS=1)')).toBe(text);
});
