import { expect, test } from 'vitest';
import { InvalidResourceError } from '../errors.ts';
import type { Fact, HostFacts } from '../read/host-facts.ts';
import { factKey } from '../read/host-facts.ts';
import { resourceId, type Resource } from '../resources/resource.ts';
import { planHost } from './plan-host.ts';

const factsOf = (resources: Resource[], facts: Fact[] = []): HostFacts => ({
  asked: resources.map(resourceId),
  facts: Object.fromEntries(facts.map((fact) => [factKey(fact['fact'] ?? '', fact['name'] ?? ''), fact])),
});
const running: Fact = {
  fact: 'unit',
  name: 'nginx.service',
  LoadState: 'loaded',
  ActiveState: 'active',
  UnitFileState: 'enabled',
  NeedDaemonReload: 'no',
};
const site: Resource = { kind: 'file', path: '/etc/nginx/nginx.conf', content: 'new\n' };
const nginx: Resource = {
  kind: 'unit',
  name: 'nginx.service',
  isRunning: true,
  restartOn: ['file:/etc/nginx/nginx.conf'],
};

test('changes come in the order of the list, each with its reason', () => {
  const resources = [{ kind: 'package', name: 'nginx' }, site, nginx] satisfies Resource[];
  expect(planHost(factsOf(resources, [running]), resources).changes).toEqual([
    {
      resource: 'package:nginx',
      action: 'create',
      summary: 'Install package nginx',
      reason: 'it is not installed',
    },
    {
      resource: 'file:/etc/nginx/nginx.conf',
      action: 'create',
      summary: 'Create /etc/nginx/nginx.conf',
      reason: 'it does not exist',
      diff: '--- /dev/null\n+++ /etc/nginx/nginx.conf\n@@ -0,0 +1,1 @@\n+new\n',
    },
    {
      resource: 'unit:nginx.service',
      action: 'restart',
      summary: 'Restart nginx.service',
      reason: 'file:/etc/nginx/nginx.conf changes',
    },
  ]);
});

test('a unit is left alone while nothing it waits for changes', () => {
  const hash = '7aa7a5359173d05b63cfd682e3c38487f3cb4f7f1d60659fe59fab1505977d4c';
  const facts = factsOf(
    [site, nginx],
    [
      running,
      { fact: 'path', name: '/etc/nginx/nginx.conf', type: 'f', mode: '644', owner: 'root', group: 'root' },
      { fact: 'hash', name: '/etc/nginx/nginx.conf', sha256: hash },
    ],
  );
  expect(planHost(facts, [site, nginx]).changes).toEqual([]);
});

test('a plan serializes without the resources it was made from', () => {
  const plan = planHost(factsOf([site]), [{ ...site, sensitive: true, content: 'hush' }]);
  expect(plan.resources).toHaveLength(1);
  expect(JSON.stringify(plan)).not.toContain('hush');
});

test('facts that were read for other resources are refused', () => {
  expect(() => planHost(factsOf([site]), [site, nginx])).toThrow(InvalidResourceError);
});

const mistakes: [mistake: RegExp, ...resources: Resource[]][] = [
  [/must be absolute/, { kind: 'file', path: 'etc/motd', content: '' }],
  [/shortest form/, { kind: 'absent', path: '/etc/../etc/motd' }],
  [/slash/, { kind: 'directory', path: '/etc/' }],
  [/control characters/, { kind: 'file', path: '/etc/a\nb', content: '' }],
  [/mode/, { kind: 'file', path: '/a', content: '', mode: 644_000 }],
  [/owner/, { kind: 'file', path: '/a', content: '', owner: 'a b' }],
  [/never removed/, { kind: 'absent', path: '/usr', isRecursive: true }],
  [/listed twice/, site, site],
  [/same path/, site, { kind: 'absent', path: '/etc/nginx/nginx.conf' }],
  [/must come before/, nginx, site],
  [/name of a package/, { kind: 'package', name: 'nginx; reboot' }],
  [/passwd/, { kind: 'user', name: 'a', comment: 'a:b' }],
  [/not a name/, { kind: 'group', name: '-f' }],
  [/say its type/, { kind: 'unit', name: 'nginx' }],
  [/five fields/, { kind: 'cron', name: 'a', schedule: '* *', command: 'true' }],
  [/one line/, { kind: 'cron', name: 'a', schedule: '@daily', command: 'true\nfalse' }],
  [/host name/, { kind: 'hostname', name: 'a_b' }],
  [/kernel setting/, { kind: 'sysctl', name: 'a', values: { '../../etc/passwd': 1 } }],
  [/letters/, { kind: 'kernel-modules', name: 'a', modules: ['-r'] }],
  [/name of a table/, { kind: 'nftables', table: 'a b', rules: '' }],
  [/unless, creates or runOn/, { kind: 'command', name: 'a', command: 'true' }],
  [/one line/, { kind: 'authorized-keys', user: 'a', keys: ['a\nb c'] }],
];
test.each(mistakes)('a description that makes no sense is refused: %s', (mistake, ...resources) => {
  expect(() => planHost(factsOf(resources), resources)).toThrow(mistake);
  expect(() => planHost(factsOf(resources), resources)).toThrow(InvalidResourceError);
});
