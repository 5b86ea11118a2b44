import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, startNamed, takeLoopbackAddress, type RunningNamed } from '@wescale/real-servers';
import { describe, expect, test } from 'vitest';
import {
  ask,
  planNamedConfiguration,
  readDueDs,
  sendUpdate,
  transferZone,
  type AuthoritativeServer,
  type AuthoritativeZone,
  type NamedConfiguration,
  type UpdateStep,
} from '@wescale/bind9-zone';
import { addA, addTxt, newKey } from './test-zone.ts';

const challenges = newKey('challenges');
const names = newKey('names', 'hmac-sha512');
const transfer = newKey('transfer');
const apex = 'hunt.example';
const zone: AuthoritativeZone = {
  name: apex,
  nameServers: [{ name: `ns.${apex}`, addresses: ['127.0.0.1'] }],
  updates: [
    { purpose: 'challenges', key: challenges, names: [`rancher.${apex}`, `*.play.${apex}`] },
    { purpose: 'names', key: names, names: [`blue.${apex}`, `*.play.${apex}`] },
  ],
  transfer: { key: transfer },
};
/** Writes what was planned below a folder of our own, and runs it there. */
async function withServer(
  server: AuthoritativeServer,
  use: (named: RunningNamed, plan: NamedConfiguration) => Promise<void>,
): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'named-plan-'));
  try {
    const folders = {
      configuration: join(root, 'etc'),
      state: join(root, 'lib'),
      cache: join(root, 'cache'),
    };
    for (const folder of Object.values(folders)) await mkdir(folder);
    const port = await freePort();
    const plan = planNamedConfiguration({ listenOn: ['127.0.0.1'], ...server, port, folders });
    for (const folder of plan.folders) await mkdir(folder.path, { mode: folder.mode });
    for (const file of plan.files) await writeFile(file.path, file.content, { mode: file.mode });
    const configuration = plan.files.find(({ path }) => path.endsWith('named.conf'))?.content ?? '';
    // -z loads the zones as well.
    const namedConf = join(folders.configuration, 'named.conf');
    await promisify(execFile)('named-checkconf', ['-z', namedConf]).catch((error: unknown) => {
      throw new Error((error as { stdout: string }).stdout);
    });
    const address = server.listenOn?.[0] ?? '127.0.0.1';
    await using named = await startNamed({ configuration, port, address });
    await use(named, plan);
  } finally {
    await rm(root, { recursive: true });
  }
}

test('named-checkconf accepts everything that can be asked for', async () => {
  const everything: AuthoritativeServer = {
    listenOn: ['127.0.0.1', '::1'],
    notifyDelaySeconds: 0,
    rateLimit: { responsesPerSecond: 30, exempt: ['192.0.2.0/24', '2001:db8::/32', '198.51.100.7'] },
    zones: [
      {
        ...zone,
        transfer: {
          key: transfer,
          secondaries: [{ host: '192.0.2.53' }, { host: '2001:db8::53', port: 5353 }],
        },
        dnssec: 'default',
      },
      {
        name: 'signed.example',
        nameServers: [{ name: 'ns.elsewhere.example', addresses: [] }],
        contact: 'first.last@example.org',
        dnssec: { name: 'short', algorithm: 'ed25519', dnskeyTtlSeconds: 60 },
      },
      {
        name: 'cut.example',
        nameServers: [{ name: 'ns.cut.example', addresses: ['192.0.2.1', '2001:db8::1'] }],
        transfer: { key: { ...newKey('cut'), macBytes: 16 } },
      },
    ],
  };
  await withServer(everything, async (named) => {
    expect((await ask(named, { name: 'cut.example', type: 'SOA' })).isAuthoritative).toBe(true);
  });
});

describe('a server as planned', () => {
  test('lets each key do what it is for and nothing else', async () => {
    await withServer({ zones: [zone] }, async (named) => {
      const update = (steps: UpdateStep[], key: typeof names): Promise<void> =>
        sendUpdate(named, { zone: apex, steps }, { key });
      const refused = { code: 'update-refused', rcode: 'REFUSED' };

      await update([addTxt(`_acme-challenge.rancher.${apex}`, 'x')], challenges);
      await update([addTxt(`_acme-challenge.play.${apex}`, 'x')], challenges);
      for (const step of [
        addTxt(`_acme-challenge.other.${apex}`, 'x'),
        addTxt(apex, 'v=spf1'),
        addA(`_acme-challenge.rancher.${apex}`),
        addA(`blue.${apex}`),
      ]) {
        await expect(update([step], challenges)).rejects.toMatchObject(refused);
      }

      await update([addA(`blue.${apex}`), addA(`a.play.${apex}`)], names);
      for (const step of [addTxt(`blue.${apex}`, 'x'), addA(`green.${apex}`), addA(apex)]) {
        await expect(update([step], names)).rejects.toMatchObject(refused);
      }

      await expect(update([addA(`blue.${apex}`)], transfer)).rejects.toMatchObject(refused);
      expect((await transferZone(named, apex, { key: transfer })).records.length).toBeGreaterThan(5);
      for (const options of [{}, { key: challenges }, { key: names }]) {
        await expect(transferZone(named, apex, options)).rejects.toMatchObject({ code: 'transfer-refused' });
      }
    });
  });

  test('knows nothing of other names', async () => {
    await withServer({ zones: [zone] }, async (named) => {
      expect((await ask(named, { name: 'www.example.org', type: 'A' })).rcode).toBe('REFUSED');
    });
  });

  test('limits how often it says the same, but not to those who watch a change arrive', async () => {
    // On loopback a server at another address hears us from that address, which is not exempt by itself.
    await using address = await takeLoopbackAddress();
    const cutAnswers = async (exempt: string[]): Promise<number> => {
      let cut = 0;
      const rateLimit = { responsesPerSecond: 1, exempt };
      await withServer({ zones: [zone], listenOn: [address.address], rateLimit }, async (named) => {
        const questions = Array.from({ length: 60 }, () =>
          ask(named, { name: apex, type: 'SOA' }, { timeoutMs: 2000 }),
        );
        const answers = await Promise.allSettled(questions);
        const isWhole = (answer: (typeof answers)[number]): boolean =>
          answer.status === 'fulfilled' && answer.value.transport === 'UDP';
        cut = answers.filter((answer) => !isWhole(answer)).length;
      });
      return cut;
    };
    expect(await cutAnswers([])).toBeGreaterThan(0);
    expect(await cutAnswers([address.address])).toBe(0);
  });

  test('keeps what was updated when the same plan is written again', async () => {
    await withServer({ zones: [zone] }, async (named, plan) => {
      await sendUpdate(named, { zone: apex, steps: [addA(`blue.${apex}`)] }, { key: names });
      for (const file of plan.files) {
        if (!file.writeOnce) await writeFile(file.path, file.content);
      }
      await named.rndc('reconfig');
      await named.kill();
      await named.start();
      expect((await ask(named, { name: `blue.${apex}`, type: 'A' })).answers).toHaveLength(1);
    });
  });

  test('tells a secondary of a change, signed, and hands it over', async () => {
    await using address = await takeLoopbackAddress();
    const [port, host] = [await freePort(), address.address];
    const told = { ...zone, transfer: { key: transfer, secondaries: [{ host, port }] } };
    await withServer({ zones: [told], notifyDelaySeconds: 0 }, async (primary) => {
      // On loopback the source of a NOTIFY is not the primary's address: only its key is known.
      const primaries = `allow-notify { key transfer; }; primaries port ${primary.port} { ${primary.host} key transfer; };`;
      await using secondary = await startNamed({
        address: host,
        port,
        keys: [transfer],
        zones: [{ name: apex, type: 'secondary', statements: [primaries] }],
      });
      const seen = async (name: string, type: 'SOA' | 'A'): Promise<number> =>
        (await ask(secondary, { name, type })).answers.length;
      await expect.poll(() => seen(apex, 'SOA'), { timeout: 20_000 }).toBe(1);
      // By itself it would look again in an hour, as the SOA says.
      await sendUpdate(primary, { zone: apex, steps: [addA(`blue.${apex}`)] }, { key: names });
      await expect.poll(() => seen(`blue.${apex}`, 'A'), { timeout: 20_000 }).toBe(1);
      expect(secondary.log()).toMatch(/received notify.*TSIG 'transfer'/);
    });
  });
});

describe('a signed zone', () => {
  const policy = {
    name: 'hurried',
    dnskeyTtlSeconds: 1,
    maxZoneTtlSeconds: 1,
    zonePropagationSeconds: 1,
    publishSafetySeconds: 1,
    retireSafetySeconds: 1,
  };

  test('asks for its DS at the parent only once it is due', async () => {
    await withServer({ zones: [{ ...zone, dnssec: policy, defaultTtlSeconds: 1 }] }, async (named) => {
      await expect
        .poll(async () => (await readDueDs(named, apex)).state, { timeout: 20_000, interval: 50 })
        .toBe('not-yet');
      await expect
        .poll(async () => readDueDs(named, apex), { timeout: 60_000, interval: 200 })
        .toMatchObject({ state: 'due', records: [{ algorithm: 13, digestType: 2 }] });
    });
  });

  test('that is not signed asks for none', async () => {
    await withServer({ zones: [zone] }, async (named) => {
      expect(await readDueDs(named, apex)).toEqual({ state: 'unsigned' });
    });
  });
});
