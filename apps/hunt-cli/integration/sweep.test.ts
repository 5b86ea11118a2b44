import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isMore, countOfEach, nothing } from './account.ts';
import { furtherLooks } from '../sweep/further-looks.ts';
import { markOf, marksOf } from '../sweep/progress-marks.ts';
import { formatReport } from '../sweep/report.ts';
import type { WorldResult } from '../sweep/run-world.ts';
import { sweptVerb } from '../sweep/swept-verb.ts';
import { writeSection } from '../sweep/write-section.ts';
import { formatWorld, kindOf, planWorlds, worldKinds } from '../sweep/worlds.ts';
import type { PrintedEvent } from './running-hunt.ts';

const size = { seed: 1, kills: 7, killsPerWorld: 3, longestDelayMs: { run: 500, removal: 100 } };

test('there is one world a kind of fault, and the kills share theirs in the order of their moments', () => {
  const worlds = planWorlds(size);
  expect(worlds.map(({ number }) => number)).toEqual(
    Array.from({ length: 9 + 3 + 7 + 3 }, (_, index) => index + 1),
  );
  expect(worlds.map(({ disturbs }) => disturbs).lastIndexOf('run')).toBe(9 + 3 - 1);
  expect(new Set(worlds.map(kindOf))).toEqual(new Set(worldKinds.keys()));
  const moments = worlds.flatMap((world) => (world.disturbance === 'kill' ? [world.moments] : []));
  expect(moments.map((ofOne) => ofOne.length)).toEqual([3, 3, 1, 3, 3, 1]);
  for (const ofOne of moments)
    expect(ofOne).toEqual(ofOne.toSorted((left, right) => left.percent - right.percent));
});

test('whoever takes away meets no fault of what there is none of', () => {
  const kinds = [...worldKinds.keys()];
  expect(kinds).toEqual(expect.arrayContaining(['out_of_stock', 'destroy-kill', 'destroy-server_error']));
  expect(kinds).not.toContain('destroy-out_of_stock');
  expect(worldKinds.get('destroy-kill')).toBe('kill -9, in destroy');
});

test('the same seed draws the same worlds, another seed others', () => {
  const draw = (seed: number) => planWorlds({ ...size, seed }).map(formatWorld);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test('what runs say counts once, whatever their names, numbers and ids are', () => {
  const at = { version: 1, at: '' };
  const said = (message: string): PrintedEvent => ({ event: 'progress', step: 'instance', message, ...at });
  const one = said('waiting for sweep-1 on 198.18.0.7 (6ba7b810-9dad-11d1-80b4-00c04fd430c8)');
  const other = said('waiting for sweep-12 on 198.18.4.19 (6ba7b811-9dad-11d1-80b4-00c04fd430c9)');
  expect(markOf(one, 'sweep-1')).toBe(markOf(other, 'sweep-12'));
  expect(marksOf([one, said('connecting'), one], 'sweep-1')).toEqual([
    'instance: waiting for hunt on 0.0.0.0 (0-0-0-0-0)',
    'instance: connecting',
  ]);
  expect(markOf({ event: 'step', step: 'dns', state: 'reading', ...at }, 'sweep-1')).toBeUndefined();
});

test('one too many of anything is more, one less is not', () => {
  expect(isMore({ ...countOfEach(1), dnsRecords: 3 }, countOfEach(1))).toBe(true);
  expect(isMore(nothing, countOfEach(1))).toBe(false);
});

test('a report counts what happened and gives failed worlds in full', () => {
  const [first, second] = planWorlds(size);
  const result = { isDoubled: false, isLeaked: false, problems: [], elapsedMs: 30_000 };
  const strikes = { struck: ['GET /a', 'GET /b'], runs: 3, errors: [], isConverged: true, problems: [] };
  const results: WorldResult[] = [
    { ...result, world: first!, strikes },
    {
      ...{ ...result, world: second!, isLeaked: true, problems: ['destroy left an IP'] },
      strikes: { ...strikes, errors: ['out-of-stock: no room', 'out-of-stock: none'] },
    },
  ];
  const verb = { name: 'core' as const, steps: ['instance', 'system'] };
  const recorded = { calls: { run: 42, removal: 7 } };
  const report = formatReport({ date: new Date('2026-01-02T03:04:05Z'), seed: 1, verb, recorded, results });
  expect(report).toContain(
    'core is instance, system, and makes 42 calls of the API when nothing disturbs it, its removal 7.',
  );
  expect(report).toContain('## 2026-01-02 03:04, seed 1\n');
  expect(report).toMatch(/^\| all +\| 2 +\| 4 +\| 6 +\| 2 +\| 1 +\| 0 +\| 1 +\|$/m);
  expect(report).toContain('- 2 × `out-of-stock`, for example: no room\n');
  expect(report).toContain(`### World 2: ${formatWorld(second!)}\n`);
  expect(report).toContain('destroy left an IP');
});

test('a board is counted as far as its steps have made it', () => {
  const made = (until: string) => sweptVerb('kapsule', until).after;
  const master = countOfEach(1);
  expect(made('network')).toEqual({ ...master, privateNetworks: 1 });
  expect(made('import')).toMatchObject({
    ...one(['clusters', 'pools', 'nodes']),
    loadBalancers: 0,
    volumes: 2,
  });
  expect(made('all')).toMatchObject({ ...one(['loadBalancers', 'loadBalancerIps']), volumes: 6, servers: 2 });
  expect(sweptVerb('kapsule', 'all').before).toEqual(master);
  expect(() => sweptVerb('core', 'network')).toThrow('there is no such step');
});

const one = (kinds: string[]) => Object.fromEntries(kinds.map((kind) => [kind, 1]));

test('a section takes the place of its former state, and leaves alone what others have written', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'sweep-'));
  try {
    const page = join(directory, 'page.md');
    await writeFile(page, '# Page\n');
    await writeSection(page, 'one world\n', undefined);
    await appendFile(page, '\nof somebody else\n');
    await writeSection(page, "two worlds, $' and $&\n", 'one world\n');
    expect(await readFile(page, 'utf8')).toBe("# Page\n\ntwo worlds, $' and $&\n\nof somebody else\n");
  } finally {
    await rm(directory, { recursive: true });
  }
});

test('a read that was met often enough is met no more, and others are', () => {
  const left = furtherLooks(['GET /pools/:id (call 4)', 'GET /nodes (call 3)', 'POST /ips (call 4)']);
  expect(left.slice(0, 2)).toEqual(['GET /pools/:id (call 5)', 'GET /pools/:id (call 6)']);
  expect(left.every((site) => site.startsWith('GET /pools/:id '))).toBe(true);
});
