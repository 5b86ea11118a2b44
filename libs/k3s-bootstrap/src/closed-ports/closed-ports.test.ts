import { expect, test } from 'vitest';
import { closedPortRules, podAccessRules } from './closed-port-rules.ts';
import { keepForeignTables } from './keep-foreign-tables.ts';
import { verifyClosed, type PortAnswer } from './verify-closed.ts';

test('what comes from outside is dropped before its destination is rewritten', () => {
  expect(closedPortRules()).toBe(`chain from_outside {
  type filter hook prerouting priority mangle; policy accept;
  iifname { "lo", "cni0", "flannel.1", "flannel-v6.1", "flannel-wg" } accept
  ct direction reply accept
  ip saddr { 10.42.0.0/16, 10.43.0.0/16 } drop
  ip daddr { 10.42.0.0/16, 10.43.0.0/16 } drop
  tcp dport { 6443, 6444, 10250, 2379-2380 } drop
  udp dport 8472 drop
  meta l4proto { tcp, udp, sctp } th dport 30000-32767 drop
}
`);
});

test('outside may be one interface; other nodes, ports and networks are said', () => {
  const rules = closedPortRules({
    externalInterface: 'ens2',
    peers: ['192.0.2.7', '2001:db8::/64'],
    podCidr: '10.1.0.0/16',
    serviceCidr: '10.2.0.0/16',
    apiPort: 7443,
    nodePorts: '31000-31999',
    tcpPorts: [10256],
  });
  for (const line of [
    'iifname != "ens2" accept',
    'ip saddr { 192.0.2.7 } accept',
    'ip6 saddr { 2001:db8::/64 } accept',
    'ip daddr { 10.1.0.0/16, 10.2.0.0/16 } drop',
    'tcp dport { 7443, 6444, 10250, 2379-2380, 10256 } drop',
    'th dport 31000-31999 drop',
  ])
    expect(rules).toContain(line);
  expect(podAccessRules({ internalInterfaces: ['lo', 'br0'], podCidr: '10.1.0.0/16' })).toBe(
    'iifname { "br0" } ip saddr { 10.1.0.0/16, 10.43.0.0/16 } accept\n',
  );
});

test("nothing is flushed by Debian's unit any more", () => {
  const [configuration, dropIn] = keepForeignTables();
  expect(configuration?.content).not.toMatch(/^flush/m);
  expect(dropIn?.content).toMatch(/^ExecStop=$/m);
});

const probe = (answers: Record<number, PortAnswer>) => ({
  probePorts: (_: string, ports: readonly number[]): Promise<Record<number, PortAnswer>> =>
    Promise.resolve(
      Object.fromEntries(ports.flatMap((port) => (answers[port] ? [[port, answers[port]]] : []))),
    ),
});
const options = { address: 'host', ports: [6443, 30000], openPorts: [22] };

test('closed is what does not answer while another port does', async () => {
  const answers = { 22: 'open', 6443: 'filtered', 30000: 'closed' } as const;
  expect(await verifyClosed({ ...options, probe: probe(answers) })).toEqual(answers);
  await expect(
    verifyClosed({ ...options, probe: probe({ ...answers, 6443: 'open' }) }),
  ).rejects.toMatchObject({
    code: 'ports-open',
    ports: [6443],
  });
});

test('a host that is down, or a probe that says nothing, proves nothing', async () => {
  const answers = { 22: 'open', 6443: 'filtered', 30000: 'filtered' } as const;
  for (const attempt of [
    { ...options, probe: probe({ ...answers, 22: 'filtered' }) },
    { ...options, openPorts: [], probe: probe(answers) },
    { ...options, probe: probe({ 22: 'open', 6443: 'filtered' }) },
  ])
    await expect(verifyClosed(attempt)).rejects.toMatchObject({ code: 'probe-inconclusive' });
});
