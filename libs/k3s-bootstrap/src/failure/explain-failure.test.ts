import { expect, test } from 'vitest';
import { explainFailure } from './explain-failure.ts';

test.each([
  ['time="t" level=fatal msg="failed to find memory cgroup (v2)"', 'no-memory-cgroup'],
  [
    'time="t" level=fatal msg="starting kubernetes: preparing server: listen tcp :6443: bind: address already in use"',
    'port-taken',
  ],
  [
    'time="t" level=fatal msg="starting kubernetes: preparing server: bootstrap data already found and encrypted with different token"',
    'token-mismatch',
  ],
  [
    'time="t" level=fatal msg="/var/lib/rancher/k3s/server/cred/passwd newer than datastore and could cause a cluster outage. Remove the file(s) from disk"',
    'newer-than-datastore',
  ],
  ['time="t" level=fatal msg="unable to select an IP from default routes."', 'no-default-route'],
  [
    'time="t" level=error msg="no default routes found in \\"/proc/net/route\\" or \\"/proc/net/ipv6_route\\""',
    'no-default-route',
  ],
  [
    'time="t" level=info msg="Waiting to retrieve agent configuration; server is not ready: Node password rejected, duplicate hostname or contents"',
    'duplicate-hostname',
  ],
  ['write /var/lib/rancher/k3s/data/x: no space left on device', 'disk-full'],
  ['time="t" level=fatal msg="flag provided but not defined: -clusterinit"', 'configuration-refused'],
])('%s', (line, kind) => {
  expect(explainFailure(['time="t" level=info msg="Starting k3s"', line, '']).kind).toBe(kind);
});

test('the port that is taken is named, and k3s is quoted', () => {
  expect(
    explainFailure(['level=fatal msg="listen tcp 0.0.0.0:10250: bind: address already in use"']),
  ).toMatchObject({
    explanation: expect.stringContaining('port 10250 ') as string,
    line: 'listen tcp 0.0.0.0:10250: bind: address already in use',
  });
});

test('what k3s died of counts before what it complained of earlier', () => {
  const journal = [
    'level=error msg="no default routes found"',
    'level=fatal msg="write x: no space left on device"',
    'stopped',
  ];
  expect(explainFailure(journal).kind).toBe('disk-full');
});

test('what nobody foresaw is quoted', () => {
  expect(explainFailure(['level=info msg=a', 'level=fatal msg="something \\"new\\""', 'b'])).toMatchObject({
    kind: 'unknown',
    line: 'something "new"',
  });
  expect(explainFailure([])).toMatchObject({ kind: 'unknown' });
});
