import { X509Certificate } from 'node:crypto';
import type { Outsider, SshKeyPair, StageDescription } from '@wescale/stage';
import { createSshKeyPair, stageUp, startOutsider, startStage } from '@wescale/stage';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cloudInit } from './cloud-init.ts';
import type { DomainsApi } from './domains-api.ts';
import { domainsApi, record } from './domains-api.ts';
import { obtainCertificate } from './obtain-certificate.ts';
import { describeOnAStage } from './on-a-stage.ts';
import type { ScalewayApi, TestServer } from './scaleway-api.ts';
import { scalewayApi } from './scaleway-api.ts';
import type { SshClient } from './ssh-client.ts';
import { createSshClient } from './ssh-client.ts';

/** What a game master would make of Debian's BIND: one zone, and nothing else. */
const nameServer = (domain: string, address: string): string => `
set -e
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq install --yes --no-install-recommends bind9 >/dev/null 2>&1
cat >/etc/bind/named.conf <<'END'
options { directory "/var/cache/bind"; listen-on { ${address}; }; listen-on-v6 { none; }; recursion no; };
zone "${domain}" { type primary; file "/var/lib/bind/zone"; };
END
cat >/var/lib/bind/zone <<'END'
$TTL 60
@ SOA ns1 hostmaster 1 3600 600 604800 60
@ NS ns1
ns1 A ${address}
_acme-challenge TXT "seen"
END
systemctl restart named
`;

describeOnAStage('names on a stage', () => {
  const domain = 'hunt.example.org';
  let stage: StageDescription & AsyncDisposable;
  let domains: DomainsApi;
  let api: ScalewayApi;
  let ssh: SshClient;
  let hostKey: SshKeyPair;
  let server: TestServer;
  let outsider: Outsider;

  const allow = (protocol: 'TCP' | 'UDP', port: number): object => ({
    ...{ protocol, direction: 'inbound', action: 'accept', ip_range: '0.0.0.0/0', dest_port_from: port },
  });
  const setRules = (...rules: object[]): Promise<unknown> =>
    api.request('PUT', `/instance/v1/zones/${stage.zone}/security_groups/${server.securityGroup}/rules`, {
      rules,
    });
  const run = (line: string): Promise<string> => ssh.run(server.address, hostKey.publicKey, line);
  /** Asks one server, from a third network; a line for each record of its answer. */
  const dig = async (address: string, ...question: string[]): Promise<string[]> => {
    const { stdout } = await outsider.run('dig', [
      ...[`@${address}`, '+time=1', '+tries=1', '+noall', '+nocomments', ...question],
    ]);
    return stdout.split('\n').flatMap((line) => (line.startsWith(';') || line === '' ? [] : fields(line)));
  };
  const fields = (line: string): string =>
    line
      .split(/\s+/)
      .filter((_field, index) => index !== 1)
      .join(' ');
  const resolve = (name: string, type = 'A'): Promise<string[]> => dig(stage.resolver, name, type, '+answer');

  beforeAll(async () => {
    ssh = await createSshClient();
    stage = await startStage({ parentZone: 'Example.org' });
    [api, domains] = [scalewayApi(stage), domainsApi(stage)];
    outsider = await startOutsider(stage);
    hostKey = await createSshKeyPair();
    server = await api.createServer({
      name: 'master',
      cloudInit: cloudInit(ssh.publicKey, hostKey),
      securityGroup: { inbound_default_policy: 'drop' },
    });
    await setRules(allow('TCP', 22));
    await api.act(server, 'poweron');
    await ssh.waitFor(server.address, hostKey.publicKey);
    await run(nameServer(domain, server.address));
  });

  afterAll(async () => {
    await outsider[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
    await ssh[Symbol.asyncDispose]();
  });

  test('the root knows the parent zone, whose name servers are Scaleway’s', async () => {
    const [root] = stage.rootServers;
    const referral = await dig(root!.host, `www.${domain}`, '+norecurse', '+authority', '+additional');
    expect(referral.filter((line) => line.startsWith('example.org.')).sort()).toEqual([
      'example.org. IN NS ns0.dom.scw.cloud.',
      'example.org. IN NS ns1.dom.scw.cloud.',
    ]);
    expect(referral.filter((line) => / A /.test(line))).toHaveLength(2);
    expect(await resolve('example.org', 'NS')).toHaveLength(2);
    expect(await resolve('ns1.dom.scw.cloud')).toHaveLength(1);
    expect(await resolve('debian.org')).toEqual([]);
  });

  test('what the API shows is what its name servers answer', async () => {
    await domains.change(
      { add: { records: [record('', 'MX', 'mail'), record('mail', 'A', '192.0.2.1')] } },
      { add: { records: [record('text', 'TXT', 'a "b"; c')] } },
    );
    expect(await resolve('example.org', 'MX')).toEqual(['example.org. IN MX 10 mail.example.org.']);
    expect(await resolve('text.example.org', 'TXT')).toEqual(['text.example.org. IN TXT "a \\"b\\"; c"']);
    const nonsense = { ...record('bad', 'TXT', 'no CAA data'), type: 'CAA' as const };
    const dnsZone = 'example.org';
    await domains.sdk.updateDNSZoneRecords({
      dnsZone,
      changes: [{ add: { records: [nonsense] } }],
      disallowNewZoneCreation: true,
    });
    await expect
      .poll(async () => (await domains.sdk.listDNSZones({ domain: '' })).dnsZones, {
        timeout: 10_000,
      })
      .toMatchObject([
        { status: 'error', message: expect.stringContaining('invalid rdata format') as string },
      ]);
    await domains.change({ clear: {} });
    expect(await resolve('mail.example.org')).toEqual([]);
    await domains.sdk.createDNSZone({ domain: 'example.org', subdomain: 'sub' });
    expect(await resolve('sub.example.org', 'SOA')).toHaveLength(1);
    await domains.sdk.deleteDNSZone({ dnsZone: 'sub.example.org' });
    // The resolver forgets within a second.
    await expect.poll(() => resolve('sub.example.org', 'SOA'), { timeout: 10_000 }).toEqual([]);
  });

  test('a delegation leads from the root over the parent zone to the machine', async () => {
    const challenge = `_acme-challenge.${domain}`;
    expect(await resolve(challenge, 'TXT')).toEqual([]);
    const delegation = { name: 'hunt', type: 'NS' as const };
    await domains.change(
      { set: { idFields: delegation, records: [record('hunt', 'NS', `ns1.${domain}.`)] } },
      {
        set: {
          idFields: { name: 'ns1.hunt', type: 'A' },
          records: [record('ns1.hunt', 'A', server.address)],
        },
      },
    );
    const parent = (await resolve('ns0.dom.scw.cloud'))[0]?.split(' ').at(-1) ?? '';
    expect(await dig(parent, challenge, '+norecurse', '+authority', '+additional')).toEqual([
      `${domain}. IN NS ns1.${domain}.`,
      `ns1.${domain}. IN A ${server.address}`,
    ]);

    // Its security group still lets nobody ask the machine; then it lets everybody.
    expect(await dig(server.address, challenge, 'TXT', '+answer')).toEqual([]);
    await setRules(allow('TCP', 22), allow('UDP', 53), allow('TCP', 53));
    const answer = [`${challenge}. IN TXT "seen"`];
    const overUdp = (): Promise<string[]> => dig(server.address, challenge, 'TXT', '+answer');
    await expect.poll(overUdp, { timeout: 10_000 }).toEqual(answer);
    expect(await dig(server.address, challenge, 'TXT', '+answer', '+tcp')).toEqual(answer);
    await expect.poll(() => resolve(challenge, 'TXT'), { timeout: 10_000 }).toEqual(answer);
  });

  /** Makes the machine answer with these texts, as challenges of one order. */
  const present = async (texts: string[]): Promise<void> => {
    const lines = texts.map((text) => `echo '_acme-challenge TXT "${text}"' >>zone;`).join(' ');
    await run(
      `cd /var/lib/bind; sed -i '/^_acme/d; s/hostmaster 1/hostmaster 2/' zone; ${lines} rndc reload`,
    );
    const seen = (): Promise<string[]> => resolve(`_acme-challenge.${domain}`, 'TXT');
    await expect.poll(seen, { timeout: 10_000 }).toHaveLength(texts.length);
  };

  test('the certificate authority follows the delegation and looks at what the machine answers', async () => {
    const { chain } = await obtainCertificate(stage, [domain, `*.${domain}`], present);
    const [leaf, issuer] = chain.match(/-----BEGIN[^]+?-----END CERTIFICATE-----/g) ?? [];
    const root = new X509Certificate(stage.certificateAuthority.issuerCertificates);
    expect(new X509Certificate(leaf!).checkHost(`any.${domain}`)).toBe(`*.${domain}`);
    expect(new X509Certificate(leaf!).verify(new X509Certificate(issuer!).publicKey)).toBe(true);
    expect(new X509Certificate(issuer!).verify(root.publicKey)).toBe(true);

    const wrong = (): Promise<void> => present(['another text']);
    await expect(obtainCertificate(stage, [domain], wrong)).rejects.toThrow(
      /invalid|Correct value not found/i,
    );
    // A machine reaches it under the same address, as hunt-cli's renewer will.
    const { directoryUrl } = stage.certificateAuthority;
    expect(await run(`curl -s -k ${directoryUrl}`)).toContain('"newOrder"');
  });

  test('a delegation that is taken back leads nowhere', async () => {
    await domains.change({ delete: { idFields: { name: 'hunt', type: 'NS' } } });
    const challenge = (): Promise<string[]> => resolve(`_acme-challenge.${domain}`, 'TXT');
    await expect.poll(challenge, { timeout: 10_000 }).toEqual([]);
  });

  test('machines got the resolver by DHCP, and ask it', async () => {
    expect(await run('resolvectl dns ens2')).toContain(stage.resolver);
    expect(await run('getent ahostsv4 ns0.dom.scw.cloud')).toContain('198.18.');
    expect(await run('getent ahostsv4 debian.org || echo unknown')).toBe('unknown');
    // It asks that resolver and not its neighbours (RFC 4795).
    expect(await run("ss -Hlntu | grep ':5355 ' || echo silent")).toBe('silent');
  });

  test('a stage that is up keeps its parent zone', async () => {
    expect((await stageUp({ name: stage.name })).parentZone).toBe('example.org');
    await expect(stageUp({ name: stage.name, parentZone: 'example.com' })).rejects.toThrow('example.org');
  });
});
