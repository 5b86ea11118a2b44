/**
 * The attack catalogue (facts/drone.md §6), run twice each: where nothing of this library is used it must succeed, with
 * it it must not. The table in `docs/reference/drone-attacks.md` is written from what these cases return;
 * `UPDATE_DOCS=1` writes it anew.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { formatAttackTable, type AttackRow } from './attacks/format-table.ts';
import { fileAttacks } from './attacks/file-attacks.ts';
import { protocolAttacks } from './attacks/protocol-attacks.ts';
import { deviationsOf2022, runnerAttacks } from './attacks/runner-attacks.ts';
import { secretAttacks } from './attacks/secret-attacks.ts';
import { variableAttacks } from './attacks/variable-attacks.ts';

const attacks = [
  ...fileAttacks,
  ...variableAttacks,
  ...secretAttacks,
  ...runnerAttacks,
  ...protocolAttacks,
].sort((a, b) => a.id.localeCompare(b.id));
const page = join(import.meta.dirname, '../../../docs/reference/drone-attacks.md');

test('all 29 attacks of the catalogue are here, once each', () => {
  const wanted = Array.from({ length: 29 }, (_, index) => `A${String(index + 1).padStart(2, '0')}`);
  expect(attacks.map(({ id }) => id)).toEqual(wanted);
});

describe.each(attacks)('$id $title', ({ naive, ours }) => {
  test('succeeds where nothing protects', async () => {
    expect(await naive()).toMatch(/\.$/);
  });
  test('is refused or harmless here', async () => {
    expect(await ours()).toMatch(/\.$/);
  });
});

test('the faults of the game’s set-up of 2022 are deviations of a confined cluster', () => {
  expect(deviationsOf2022()).toEqual([
    'Deployment ci/drone-runner spec.template.spec.containers[0].env',
    'ClusterRoleBinding drone-sa subjects',
  ]);
});

test('the table in the reference says what the cases show', async () => {
  const rows: AttackRow[] = [];
  for (const attack of attacks)
    rows.push({ ...attack, naiveShown: await attack.naive(), oursShown: await attack.ours() });
  const text = formatAttackTable(rows);
  if (process.env['UPDATE_DOCS']) await writeFile(page, text);
  expect(await readFile(page, 'utf8').catch(() => '(missing: run with UPDATE_DOCS=1)')).toBe(text);
});
