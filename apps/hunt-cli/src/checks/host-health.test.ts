import { expect, test } from 'vitest';
import { judgeHostHealth, parseHostHealth } from './host-health.ts';

/** Made for this test, valid from 24 November 2026 for 90 days. */
const testChain = `-----BEGIN CERTIFICATE-----
MIIBojCCAUigAwIBAgIUeLVN6na1HAAruAlREdcUJIMVzdgwCgYIKoZIzj0EAwIw
EjEQMA4GA1UEAwwHVGVzdCBDQTAeFw0yNjExMjQwNzM1NTBaFw0yNzAyMjIwNzM1
NTBaMBIxEDAOBgNVBAMMB1Rlc3QgQ0EwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNC
AASHQBCKt4msOqE8k1eI4NT53SadVLVm27U7hNNvtla5iAjNz6YH3Vi75E15Z2mM
c25jA+KKKA3lN0amBFGYQr8+o3wwejAdBgNVHQ4EFgQUgomiadhc2wWYybMkPaxq
7HHxNrowHwYDVR0jBBgwFoAUgomiadhc2wWYybMkPaxq7HHxNrowDwYDVR0TAQH/
BAUwAwEB/zAnBgNVHREEIDAeggxodW50LmV4YW1wbGWCDiouaHVudC5leGFtcGxl
MAoGCCqGSM49BAMCA0gAMEUCIAzAEd6PW9f5dUsM1kYfvr1VHYyJwL9wgdcbeini
VIUpAiEA6ZtcQ2wOx6I4ER6zsN7/dpgCc00p/wEwFwRLhJQ3Zo0=
-----END CERTIFICATE-----`;
const now = new Date('2026-11-25T12:00:00Z');
const lastRun = { at: now.toISOString(), ok: true, isRenewed: false, message: 'not due' };
const healthy = `state=running
failed=
disk=41
memory=73
reboot=no
timer=active
last_result=success
last_run=${JSON.stringify(lastRun)}
k3s=yes
nodes=game-master:Ready 
pods=
chain=${Buffer.from(testChain).toString('base64')}
`;

const failing = (text: string) =>
  judgeHostHealth(parseHostHealth(text), now)
    .filter((finding) => !finding.ok)
    .map((finding) => finding.check);

test('a healthy host has nothing to say', () => {
  expect(failing(healthy)).toEqual([]);
});

test('failed units are named, with the command that shows why', () => {
  const text = healthy.replace('failed=', 'failed=a.service b.timer ');
  const [units] = judgeHostHealth(parseHostHealth(text), now);
  expect(units).toMatchObject({ ok: false, message: 'failed: a.service, b.timer' });
  expect(units?.remedy).toContain('systemctl status a.service b.timer');
});

test.each([
  ['a full disk', 'disk=41', 'disk=95', 'disk'],
  ['little memory', 'memory=73', 'memory=2', 'memory'],
  ['an update that waits for a reboot', 'reboot=no', 'reboot=yes', 'updates'],
  ['a renewal that failed', '"ok":true', '"ok":false', 'certificate'],
])('%s is found', (_, before, after, check) => {
  expect(failing(healthy.replace(before, after))).toEqual([check]);
});

test('an answer that says nothing is never healthy', () => {
  expect(failing('')).toEqual(['disk', 'memory', 'certificate', 'kubernetes']);
});
