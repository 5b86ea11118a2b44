import { expect, test } from 'vitest';
import { findCallSites, formatCallSite } from '../sweep/call-sites.ts';
import { formatCase, planCases } from '../sweep/cases.ts';
import { formatReport } from '../sweep/report.ts';
import type { CaseResult } from '../sweep/run-case.ts';

const get = (path: string) => ({ method: 'GET', path });
const sites = findCallSites([get('/a'), { method: 'POST', path: '/a' }, get('/b')]);

test('call sites are told apart by method, path without ids, and number, but not after a wait', () => {
  const server = get('/servers/6ba7b810-9dad-11d1-80b4-00c04fd430c8');
  const journal = [server, get('/ips'), server, server, server, get('/ips'), server];
  expect(findCallSites(journal).map(formatCallSite)).toEqual([
    'GET /servers/:id',
    'GET /ips',
    'GET /servers/:id (call 2)',
    'GET /ips (call 2)',
  ]);
});

test('the same seed draws the same cases, another seed others', () => {
  const draw = (seed: number) => planCases(sites, { seed, kills: 5, faults: 5 }).map(formatCase);
  expect(draw(1)).toEqual(draw(1));
  expect(draw(1)).not.toEqual(draw(2));
});

test('all faults are each kind at each call site, and cases are numbered from 1 on', () => {
  const cases = planCases(sites, { seed: 1, kills: 2, faults: 'all' });
  expect(cases.map(({ number }) => number)).toEqual(
    Array.from({ length: 2 + 9 * 3 }, (_, index) => index + 1),
  );
  expect(new Set(cases.slice(2).map(formatCase)).size).toBe(27);
});

test('a report counts what happened and gives failed cases in full', () => {
  const [killed, faulty] = planCases(sites, { seed: 1, kills: 1, faults: 1 });
  const result = { lastEvent: 'x: y', isDoubled: false, isLeaked: false, problems: [], elapsedMs: 30_000 };
  const results: CaseResult[] = [
    { ...result, case: killed!, outcome: 'taken up' },
    { ...result, case: faulty!, outcome: 'failed', isLeaked: true, problems: ['destroy left an IP'] },
  ];
  const report = formatReport({ date: new Date('2026-01-02'), seed: 1, total: 9, sites: 3, results });
  expect(report).toContain('## 2026-01-02, seed 1, cases 1 to 2 of 9\n');
  expect(report).toMatch(/^\| all +\| 2 +\| 0 +\| 0 +\| 1 +\| 1 +\| 0 +\| 1 +\|$/m);
  expect(report).toContain(`### Case 2: ${formatCase(faulty!)}\n`);
  expect(report).toContain('destroy left an IP');
});
