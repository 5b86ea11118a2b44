import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readZone, sendUpdate, transferZone, type TsigKey, type UpdateStep } from '@wescale/bind9-zone';
import { requirePackages } from '@wescale/real-servers';
import { startOutsider, startStage, type Outsider } from '@wescale/stage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fetchServedCertificate } from '../src/checks/served-certificate.ts';
import { createHuntFolder, type HuntFolder } from './hunt-folder.ts';
import { findMachine, type TestMachine } from './machine.ts';
import { openParentZone, type ParentZone } from './parent-zone.ts';
import { startRequestLoop } from './request-loop.ts';
import type { HuntResult } from './running-hunt.ts';
import { openStageAuthority, type StageAuthority } from './stage-authority.ts';

type Stage = Awaited<ReturnType<typeof startStage>>;

const faketime = await requirePackages({ faketime: 'a clock that is wrong' });

describe('the subdomain and its certificate', () => {
  const domain = 'demo.example.com';
  /** What status misses, since these runs end with the certificates. */
  const notThereYet = ['kubernetes', 'rancher'];
  const nameServer = `ns1.${domain}`;
  let stage: Stage;
  let folder: HuntFolder;
  let outsider: Outsider;
  let machine: TestMachine;
  let parentZone: ParentZone;
  let authority: StageAuthority;
  let roots = '';
  let address = '';

  const served = (name: string) => fetchServedCertificate(address, name, roots, AbortSignal.timeout(10_000));
  const failures = ({ events }: HuntResult) =>
    events.flatMap((event) => (event.event === 'finding' && !event.ok ? [event.check] : []));
  const key = async (purpose: string): Promise<TsigKey> => ({
    name: `${purpose}.${domain}`,
    algorithm: 'hmac-sha256',
    secret: await readFile(join(folder.secrets, `tsig-${purpose}`), 'utf8'),
  });
  const dig = async (...question: string[]) => {
    const { stdout } = await outsider.run('dig', ['+time=2', '+tries=1', ...question]);
    return stdout;
  };

  beforeAll(async () => {
    stage = await startStage();
    folder = await createHuntFolder(stage.name);
    const first = await folder.run('core', '--json');
    expect(first.exitCode, first.stdout.slice(-2000)).toBe(0);
    machine = await findMachine(stage.name, folder.name);
    ({ address } = machine);
    outsider = await startOutsider(stage);
    parentZone = openParentZone(stage, domain);
    authority = openStageAuthority(stage);
    roots = stage.certificateAuthority.issuerCertificates;
  });
  afterAll(async () => {
    await folder[Symbol.asyncDispose]();
    await stage[Symbol.asyncDispose]();
  });

  test('a resolver that begins at the root finds the name server', async () => {
    expect(await dig(`@${stage.resolver}`, '+short', nameServer, 'A')).toBe(`${address}\n`);
    expect(await dig(`@${stage.resolver}`, '+short', domain, 'NS')).toBe(`${nameServer}.\n`);
  });

  test('somebody who trusts the CA is served under the apex and any name below it, and no deeper', async () => {
    const file = join(folder.directory, 'roots.pem');
    await writeFile(file, roots);
    const shakeHands = async (name: string): Promise<number | null> => {
      const { exitCode } = await outsider.run('openssl', [
        ...['s_client', '-connect', `${address}:443`, '-servername', name, '-brief'],
        ...['-CAfile', file, '-verify_return_error', '-verify_hostname', name],
      ]);
      return exitCode;
    };
    expect(await shakeHands(domain)).toBe(0);
    expect(await shakeHands(`whatever.${domain}`)).toBe(0);
    expect(await shakeHands(`a.b.${domain}`)).not.toBe(0);
    expect(await shakeHands('example.org')).not.toBe(0);
  });

  test('a second core changes nothing and asks the CA for nothing', async () => {
    const before = await authority.requests();
    const second = await folder.run('core', '--json');
    expect(second.events.at(-1)).toMatchObject({ event: 'finished', ok: true, changed: 0 });
    expect((await authority.requests()).length).toBe(before.length);
  });

  test('dns and certificate have nothing to complain about and show what there is', async () => {
    const [check, diff, records, status, all, asJson] = await Promise.all([
      folder.run('dns check', '--json'),
      folder.run('dns diff'),
      folder.run('dns records'),
      folder.run('certificate status', '--json'),
      folder.run('status', '--json'),
      folder.run('dns records', '--json'),
    ]);
    expect({ exitCode: check.exitCode, failures: failures(check) }).toEqual({ exitCode: 0, failures: [] });
    expect(diff).toMatchObject({ exitCode: 0, stdout: 'dns: nothing to change\n' });
    expect(records.stdout).toMatch(new RegExp(`^ns1 +A +${address.replaceAll('.', '\\.')}$`, 'm'));
    expect(asJson.events).toContainEqual(
      expect.objectContaining({ event: 'record', name: `${nameServer}.`, type: 'A', data: address }),
    );
    expect({ exitCode: status.exitCode, failures: failures(status) }).toEqual({ exitCode: 0, failures: [] });
    expect(status.events[0]).toMatchObject({
      outputs: { names: expect.stringContaining(`*.${domain}`) as unknown },
    });
    expect(failures(all), all.stdout).toEqual(notThereYet);
    const checks = all.events.flatMap((event) => (event.event === 'finding' ? [event.check] : []));
    expect(checks).toEqual(expect.arrayContaining(['certificate', 'dns']));
  });

  describe('renewal', () => {
    test('happens by the timer of the host alone, and nobody who is served notices', async () => {
      const before = await served(domain);
      await authority.askForRenewal(await machine.run('cat /var/lib/hunt/certificate/current/fullchain.pem'));
      const loop = startRequestLoop(address, domain, roots);
      try {
        // The timer waits hours; here it does not.
        await machine.run(`mkdir -p /run/systemd/system/hunt-renewer.timer.d
          printf '[Timer]\\nOnCalendar=\\nOnActiveSec=1\\nRandomizedDelaySec=0\\nAccuracySec=1ms\\n' >/run/systemd/system/hunt-renewer.timer.d/now.conf
          systemctl daemon-reload; systemctl restart hunt-renewer.timer`);
        await expect.poll(() => loop.fingerprints.size, { timeout: 60_000 }).toBe(2);
        await machine.run(`rm -r /run/systemd/system/hunt-renewer.timer.d
          systemctl daemon-reload; systemctl restart hunt-renewer.timer`);
      } finally {
        await loop[Symbol.asyncDispose]();
      }
      expect(loop.failures).toEqual([]);
      expect(loop.answers).toBeGreaterThan(20);
      const [first, second] = loop.fingerprints;
      expect(first).toBe(before.fingerprint256);
      // For a moment old and new processes of nginx answer side by side.
      await expect.poll(async () => (await served(`whatever.${domain}`)).fingerprint256).toBe(second);
      expect(await folder.run('plan')).toMatchObject({ exitCode: 0 });
    });

    test('that fails shows in status and leaves the old certificate in service', async () => {
      const before = await served(domain);
      const { hostname } = new URL(stage.certificateAuthority.directoryUrl);
      await machine.run(`nft add table ip test
        nft add chain ip test output '{ type filter hook output priority 0; }'
        nft add rule ip test output ip daddr ${hostname} tcp dport 443 reject with tcp reset`);
      const renew = await folder.run('certificate renew', '--force', '--json');
      expect(renew.exitCode).toBe(1);
      expect(renew.events.filter(({ event }) => event === 'error')).toMatchObject([
        {
          code: 'certificate-not-renewed',
          message: expect.stringContaining('no answer from https://') as unknown,
        },
      ]);
      const status = await folder.run('status', '--json');
      expect({ exitCode: status.exitCode, failures: failures(status) }).toEqual({
        exitCode: 1,
        failures: expect.arrayContaining(['certificate']) as unknown,
      });
      expect(await served(domain)).toEqual(before);

      await machine.run('nft delete table ip test');
      const again = await folder.run('certificate renew');
      expect(again).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('not due: ') as unknown });
      const well = await folder.run('status', '--json');
      expect(failures(well)).toEqual(notThereYet);
    });
  });

  describe('from outside', () => {
    const txt = (name: string): UpdateStep => ({
      ...{ kind: 'add', name, type: 'TXT', ttlSeconds: 60, data: '"x"' },
    });
    const a = (name: string): UpdateStep => ({
      ...{ kind: 'add', name, type: 'A', ttlSeconds: 60, data: '192.0.2.1' },
    });
    const update = (step: UpdateStep, signer?: TsigKey) =>
      sendUpdate(
        { host: address },
        { zone: domain, steps: [step] },
        signer === undefined ? {} : { key: signer },
      );

    test('the key of the challenges changes their one name and no other', async () => {
      const challenges = await key('challenges');
      for (const step of [
        a(domain),
        a(nameServer),
        a(`_acme-challenge.${domain}`),
        txt(domain),
        txt(`_acme-challenge.blue.${domain}`),
        { kind: 'delete-name', name: domain } as const,
      ]) {
        await expect(update(step, challenges), JSON.stringify(step)).rejects.toMatchObject({
          rcode: 'REFUSED',
        });
      }
      await update(txt(`_acme-challenge.${domain}`), challenges);
      await update({ kind: 'delete-name', name: `_acme-challenge.${domain}` }, challenges).catch(() =>
        update({ kind: 'delete-set', name: `_acme-challenge.${domain}`, type: 'TXT' }, challenges),
      );
    });

    test("the key of the names changes addresses and the zone's name servers, and nothing else", async () => {
      const names = await key('names');
      const below: UpdateStep = {
        ...{ kind: 'add', name: `blue.${domain}`, type: 'NS', ttlSeconds: 60 },
        data: 'ns.elsewhere.example.com.',
      };
      for (const step of [txt(domain), txt(`_acme-challenge.${domain}`), below])
        await expect(update(step, names)).rejects.toMatchObject({ rcode: 'REFUSED' });
    });

    test('without its key the zone is neither changed nor read as a whole, and names of others are refused', async () => {
      await expect(update(a(domain))).rejects.toMatchObject({ rcode: 'REFUSED' });
      await expect(update(a(domain), await key('transfer'))).rejects.toMatchObject({ rcode: 'REFUSED' });
      for (const signer of [undefined, await key('names'), await key('challenges')]) {
        const options = signer === undefined ? {} : { key: signer };
        await expect(transferZone({ host: address }, domain, options)).rejects.toMatchObject({
          code: 'transfer-refused',
        });
      }
      expect(await dig(`@${address}`, '+recurse', 'example.org', 'A')).toMatch(/status: REFUSED/);
      expect(await dig(`@${address}`, '+recurse', domain, 'A')).not.toMatch(/flags:[^;]* ra/);
      const { zone } = await readZone({ host: address }, domain, { key: await key('transfer') });
      expect([...zone.records()].map(({ type }) => type)).toEqual(['SOA', 'NS', 'A', 'A', 'A']);
    });
  });

  describe('a mistake', () => {
    test.each<{ title: string; arrange: () => Promise<unknown>; finds: string[]; says: RegExp }>([
      {
        title: 'a delegation that somebody has removed',
        arrange: () => parentZone.remove('demo', 'NS'),
        finds: ['not-delegated'],
        says: /No server of the parent delegates demo\.example\.com.*; Create NS records/,
      },
      {
        title: 'glue that somebody has removed',
        arrange: () => parentZone.remove('ns1.demo', 'A'),
        finds: ['glue-missing', 'server-without-address'],
        says: /without its address.*; Give the parent the address/,
      },
      {
        title: 'glue that leads elsewhere',
        arrange: () => parentZone.set('ns1.demo', 'A', '198.18.255.1'),
        finds: ['unreachable'],
        says: /198\.18\.255\.1\) does not answer.*; Start the server, .* or correct the address/,
      },
      {
        title: 'a name server too many in the parent zone',
        arrange: () => parentZone.set('demo', 'NS', `${nameServer}.`, 'ns.elsewhere.example.com.'),
        finds: ['ns-mismatch', 'server-without-address'],
        says: /ns\.elsewhere\.example\.com/,
      },
      {
        title: 'a name server that is stopped',
        arrange: () => machine.run('systemctl stop named'),
        finds: ['name-server', 'unreachable'],
        says: /ns1\.demo\.example\.com.* does not answer.*; Start the server/,
      },
      {
        title: 'a zone whose file is gone',
        arrange: () => machine.run(`rm /var/lib/bind/${domain}.db*; systemctl restart named`),
        finds: ['lame', 'name-server'],
        says: /no server of it \(lame\)/,
      },
      {
        title: 'a firewall that lets no TCP through to the name server',
        arrange: () => machine.run('nft insert rule inet hunt input tcp dport 53 drop'),
        finds: ['no-tcp'],
        says: /answers over UDP but not over TCP.*; Open TCP port 53/,
      },
      {
        title: 'an apex that leads elsewhere',
        arrange: async () => {
          const step = { kind: 'add', name: domain, type: 'A', ttlSeconds: 60, data: '192.0.2.7' } as const;
          await sendUpdate({ host: address }, { zone: domain, steps: [step] }, { key: await key('names') });
          const diff = await folder.run('dns diff');
          expect(diff.exitCode).toBe(2);
          expect(diff.stdout).toContain(`publish ${domain} A ${address} (it has `);
        },
        finds: ['names'],
        says: /192\.0\.2\.7.*hunt dns diff/,
      },
    ])('$title is found and explained, and core repairs it', async ({ arrange, finds, says }) => {
      await arrange();
      const check = await folder.run('dns check', '--json');
      expect(check.exitCode).toBe(1);
      expect(failures(check).toSorted(), check.stdout).toEqual(finds);
      const explained = check.events.map((event) =>
        event.event === 'finding' ? `${event.message}; ${event.remedy ?? ''}` : '',
      );
      expect(explained.join('\n')).toMatch(says);
      const core = await folder.run('core', '--json');
      expect(core.exitCode, core.stdout.slice(-2000)).toBe(0);
      const again = await folder.run('dns check', '--json');
      expect({ exitCode: again.exitCode, failures: failures(again) }).toEqual({ exitCode: 0, failures: [] });
    });

    test.skipIf(faketime)(
      'a clock that is wrong is named with the difference, and nothing changes',
      async () => {
        await using late = await createHuntFolder(stage.name, { through: ['faketime', '-f', '+1h'] });
        for (const verb of ['dns diff', 'plan']) {
          const result = await late.run(verb, '--directory', folder.directory, '--json');
          expect(result.exitCode).toBe(1);
          expect(result.events.filter(({ event }) => event === 'error')).toMatchObject([
            { code: 'bad-time', message: expect.stringMatching(/clock.*36\d\d s/) as unknown },
          ]);
        }
        expect(await folder.run('plan')).toMatchObject({ exitCode: 0 });
      },
    );

    test('keys that were lost, or are known to others, are replaced by core', async () => {
      const lost = await key('names');
      for (const purpose of ['challenges', 'names', 'transfer'])
        await rm(join(folder.secrets, `tsig-${purpose}`));
      expect(await folder.run('dns diff')).toMatchObject({
        exitCode: 1,
        stdout: expect.stringMatching(/^error: the keys of demo\.example\.com are missing/) as unknown,
      });
      const core = await folder.run('core', '--json');
      expect(core.exitCode, core.stdout.slice(-2000)).toBe(0);
      expect(await folder.run('dns diff')).toMatchObject({ exitCode: 0 });
      expect(await folder.run('certificate renew')).toMatchObject({ exitCode: 0 });
      const step = { kind: 'delete-set', name: domain, type: 'AAAA' } as const;
      await expect(
        sendUpdate({ host: address }, { zone: domain, steps: [step] }, { key: lost }),
      ).rejects.toMatchObject({ code: 'bad-sig' });
    });

    test('a name server that cannot be reached is one clear error', async () => {
      await machine.run('systemctl stop named');
      for (const verb of ['dns diff', 'dns records']) {
        const { exitCode, stdout } = await folder.run(verb);
        expect({ exitCode, stdout }).toEqual({
          exitCode: 1,
          stdout: expect.stringMatching(new RegExp(`^error: .*${address}.*\\n$`)) as unknown,
        });
      }
      await machine.run('systemctl start named');
    });
  });

  test('destroy takes the delegation back, and forgets the keys of the server that is gone', async () => {
    expect(await parentZone.read()).toEqual([`demo NS ${nameServer}.`, `ns1.demo A ${address}`]);
    expect(await folder.run('destroy', '--yes')).toMatchObject({ exitCode: 0 });
    expect(await parentZone.read()).toEqual([]);
    await expect(key('names')).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await folder.run('dns check')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('FAIL not-delegated: ') as unknown,
    });
    expect(await folder.run('certificate status')).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('error: the game master does not run') as unknown,
    });
  });
});
