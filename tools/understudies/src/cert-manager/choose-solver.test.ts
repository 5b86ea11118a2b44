import { expect, test } from 'vitest';

import { chooseSolver } from './choose-solver.ts';
import { readArguments } from './read-arguments.ts';
import { parseDuration } from './parse-duration.ts';
import type { Solver } from './resources.ts';

const solverOf = (nameserver: string, selector?: Solver['selector']): Solver => ({
  ...(selector === undefined ? {} : { selector }),
  dns01: { rfc2136: { nameserver } },
});
const solvers = [
  solverOf('any'),
  solverOf('zone', { dnsZones: ['hunt.example'] }),
  solverOf('below', { dnsZones: ['apps.hunt.example'] }),
  solverOf('name', { dnsNames: ['grafana.hunt.example'] }),
];
const chosen = (name: string, all = solvers): string | undefined =>
  chooseSolver(all, name)?.dns01.rfc2136.nameserver;

test('a name wins over a zone, a longer zone over a shorter one, and a solver for all comes last', () => {
  expect(chosen('grafana.hunt.example')).toBe('name');
  expect(chosen('*.apps.hunt.example')).toBe('below');
  expect(chosen('drone.hunt.example')).toBe('zone');
  expect(chosen('nothunt.example')).toBe('any');
  expect(chosen('elsewhere.example', solvers.slice(1))).toBeUndefined();
});

test('the arguments of the chart are read, and others are refused', () => {
  expect(
    readArguments([
      ...['--v=2', '--cluster-resource-namespace=cert-manager', '--max-concurrent-challenges=60'],
      ...[
        '--dns01-recursive-nameservers-only=true',
        '--dns01-recursive-nameservers=192.0.2.1:53,[2001:db8::1]:53',
      ],
    ]),
  ).toEqual({
    clusterResourceNamespace: 'cert-manager',
    nameservers: {
      isOnly: true,
      servers: [
        { host: '192.0.2.1', port: 53 },
        { host: '2001:db8::1', port: 53 },
      ],
    },
  });
  expect(() => readArguments(['--feature-gates=x'])).toThrow('knows no argument --feature-gates=x');
  expect(() => readArguments(['--dns01-recursive-nameservers-only=true'])).toThrow('needs');
});

test('durations are read as Go writes them', () => {
  expect(parseDuration('1h30m')).toBe(5_400_000);
  expect(parseDuration('2159h59m55s')).toBe(7_775_995_000);
  expect(() => parseDuration('90d')).toThrow('no duration');
});
