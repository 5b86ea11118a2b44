import { createHash, randomBytes } from 'node:crypto';
import {
  freePort,
  startNamed,
  takeLoopbackAddress,
  type LoopbackAddress,
  type RunningNamed,
} from '@wescale/real-servers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  AliasLoopError,
  ask,
  ChallengeNotStoredError,
  createDns01Responder,
  createHostResolver,
  findZone,
  NotPropagatedError,
  recordsOfType,
  ResolutionFailedError,
  sendUpdate,
  waitUntilPropagated,
  ZoneNotFoundError,
  type Dns01Challenge,
  type Dns01Responder,
  type Dns01ResponderOptions,
  type HostResolver,
  type ServerAgreement,
} from '@wescale/bind9-zone';
import { addTxt, newKey, zoneText } from './test-zone.ts';

const key = newKey('challenges.');
const apex = 'hunt.test';
const digest = (): string => createHash('sha256').update(randomBytes(16)).digest('base64url');
const challenge = (host: string): Dns01Challenge => ({ name: `_acme-challenge.${host}`, value: digest() });

let addresses: LoopbackAddress[];
let primary: RunningNamed;
let secondary: RunningNamed;
/** Serves a zone of somebody else, whose challenges are aliases into ours. */
let elsewhere: RunningNamed;

beforeAll(async () => {
  addresses = [await takeLoopbackAddress(), await takeLoopbackAddress(), await takeLoopbackAddress()];
  const [one, two, three] = addresses.map(({ address }) => address) as [string, string, string];
  const port = await freePort();
  const hunt = [
    '$TTL 60',
    '@ SOA ns1 hostmaster 1 3600 600 86400 60',
    '@ NS ns1',
    '@ NS ns2',
    `ns1 A ${one}`,
    `ns2 A ${two}`,
    '_acme-challenge.inner CNAME inner._acme',
    '_acme-challenge.ring-a CNAME _acme-challenge.ring-b',
    '_acme-challenge.ring-b CNAME _acme-challenge.ring-a',
    '_acme-challenge.out CNAME _acme-challenge.nowhere.elsewhere.test.',
    // The host itself is an alias; its challenge is not.
    'alias CNAME www.elsewhere.test.',
    'given NS ns.given',
    'ns.given A 192.0.2.1',
    '',
  ].join('\n');
  primary = await startNamed({
    address: one,
    port,
    keys: [key],
    options: ['notify explicit; notify-delay 0;'],
    zones: [
      {
        name: apex,
        text: hunt,
        statements: [
          'update-policy { grant challenges. zonesub TXT; };',
          `allow-transfer { key challenges.; }; also-notify { ${two} port ${port}; };`,
        ],
      },
      {
        name: `_acme-challenge.own.${apex}`,
        text: `$TTL 60\n@ SOA ns1.${apex}. hostmaster.${apex}. 1 3600 600 86400 60\n@ NS ns1.${apex}.\n`,
        statements: ['update-policy { grant challenges. zonesub TXT; };'],
      },
      { name: 'broken.test', text: 'no zone at all\n' },
      {
        name: 'one.test',
        text: zoneText(1),
        statements: ['update-policy { grant challenges. zonesub TXT(1); };'],
      },
    ],
  });
  secondary = await startNamed({
    address: two,
    port,
    keys: [key],
    zones: [
      {
        name: apex,
        type: 'secondary',
        statements: [`primaries port ${port} { ${one} key challenges.; }; allow-notify { any; };`],
      },
    ],
  });
  elsewhere = await startNamed({
    address: three,
    port,
    zones: [
      {
        name: 'elsewhere.test',
        text: zoneText(1, `_acme-challenge.www CNAME www._acme.${apex}.`, 'www A 192.0.2.1'),
      },
    ],
  });
  const signal = AbortSignal.timeout(20_000);
  await waitUntilPropagated([secondary], [{ kind: 'serial', zone: apex, atLeast: 1 }], { signal });
});
afterAll(async () => {
  for (const each of [primary, secondary, elsewhere, ...addresses]) await each[Symbol.asyncDispose]();
});

const responder = (options: Partial<Dns01ResponderOptions> = {}): Dns01Responder =>
  createDns01Responder({
    server: primary,
    key,
    serverPort: primary.port,
    resolver: createHostResolver({ servers: [elsewhere] }),
    intervalMs: 20,
    ...options,
  });

async function readTexts(name: string): Promise<string[]> {
  const { answers } = await ask(primary, { name, type: 'TXT' });
  return recordsOfType(answers, 'TXT')
    .map(({ text }) => text)
    .sort();
}

describe('an order', () => {
  test('for a name and its wildcard is published at once, seen everywhere, and removed', async () => {
    const order = [challenge(`a.${apex}`), challenge(`a.${apex}`), challenge(`b.${apex}`)];
    const one = responder();
    const before = (await ask(primary, { name: apex, type: 'SOA' })).answers;
    await one.present(order);
    await one.waitUntilPublished(order, AbortSignal.timeout(20_000));
    const after = (await ask(primary, { name: apex, type: 'SOA' })).answers;
    const serials = recordsOfType([...before, ...after], 'SOA').map(({ serial }) => serial);
    // One message: one new serial.
    expect(serials[1]! - serials[0]!).toBe(1);
    for (const server of [primary, secondary]) {
      const { answers } = await ask(server, { name: `_acme-challenge.a.${apex}`, type: 'TXT' });
      expect(answers).toHaveLength(2);
    }
    await one.cleanUp(order);
    expect(await readTexts(`_acme-challenge.a.${apex}`)).toEqual([]);
    await one.cleanUp(order);
  });

  test('published twice changes nothing the second time', async () => {
    const order = [challenge(`twice.${apex}`)];
    const one = responder();
    await one.present(order);
    const before = await ask(primary, { name: apex, type: 'SOA' });
    await one.present(order);
    expect((await ask(primary, { name: apex, type: 'SOA' })).answers).toEqual(before.answers);
    await one.cleanUp(order);
  });

  test('is cleaned up by another process than the one that published it', async () => {
    const order = [challenge(`crash.${apex}`)];
    await responder().present(order);
    await responder().cleanUp(order);
    expect(await readTexts(order[0]!.name)).toEqual([]);
  });

  test('leaves what others have at the same name', async () => {
    const order = [challenge(`shared.${apex}`)];
    const { name, value } = order[0]!;
    await sendUpdate(primary, { zone: apex, steps: [addTxt(name, 'v=other; not a challenge')] }, { key });
    const one = responder();
    await one.present(order);
    expect(await readTexts(name)).toEqual([value, 'v=other; not a challenge'].sort());
    await one.cleanUp(order);
    expect(await readTexts(name)).toEqual(['v=other; not a challenge']);
  });

  test('that a rule cuts short is noticed before the ACME server is told', async () => {
    const order = [challenge('x.one.test'), challenge('x.one.test')];
    await expect(responder().present(order)).rejects.toThrow(ChallengeNotStoredError);
  });
});

describe('records left by a crash', () => {
  test('are found, and removed by the next order for the same name', async () => {
    const left = challenge(`stale.${apex}`);
    await responder().present([left]);
    const next = responder();
    expect(await next.findStale([left.name])).toEqual([{ name: `${left.name}.`, value: left.value }]);
    const order = [challenge(`stale.${apex}`)];
    await next.present(order);
    expect(await readTexts(left.name)).toEqual([order[0]!.value]);
    expect(await next.findStale([left.name])).toEqual([]);
    await next.cleanUp(order);
  });

  test('are kept when several orders use one name, and removed when that is asked for', async () => {
    const left = challenge(`kept.${apex}`);
    await responder().present([left]);
    const next = responder({ stale: 'keep' });
    const order = [challenge(`kept.${apex}`)];
    await next.present(order);
    expect(await readTexts(left.name)).toHaveLength(2);
    await next.removeStale([left.name]);
    expect(await readTexts(left.name)).toEqual([order[0]!.value]);
    await next.cleanUp(order);
  });

  test('are told from those of an order that is under way beside', async () => {
    const one = responder();
    const [first, second] = [challenge(`beside.${apex}`), challenge(`beside.${apex}`)];
    await one.present([first]);
    await one.present([second]);
    expect(await readTexts(first.name)).toHaveLength(2);
    await one.cleanUp([first, second]);
  });
});

describe('the place of a record', () => {
  const publish = async (host: string, target: string): Promise<void> => {
    const order = [challenge(host)];
    const one = responder();
    await one.present(order);
    const { value } = order[0]!;
    expect(await readTexts(target)).toEqual([value]);
    await one.cleanUp(order);
    expect(await readTexts(target)).toEqual([]);
  };

  test('follows an alias within the zone', async () => {
    await publish(`inner.${apex}`, `inner._acme.${apex}`);
  });

  test('follows an alias from a zone of somebody else, seen through a resolver', async () => {
    await publish('www.elsewhere.test', `www._acme.${apex}`);
  });

  test('does not follow the alias that the host itself is', async () => {
    await publish(`alias.${apex}`, `_acme-challenge.alias.${apex}`);
  });

  test('is a zone of its own where there is one', async () => {
    await publish(`own.${apex}`, `_acme-challenge.own.${apex}`);
    expect(await findZone(primary, `_acme-challenge.own.${apex}`, { key })).toBe(
      `_acme-challenge.own.${apex}.`,
    );
    expect(await findZone(primary, `x.y.z.${apex}`, { key })).toBe(`${apex}.`);
  });

  test('is the zone that was given', async () => {
    const order = [challenge(`given-zone.${apex}`)];
    const one = responder({ zone: apex, authoritativeServers: [primary] });
    await one.present(order);
    await one.waitUntilPublished(order, AbortSignal.timeout(20_000));
    await one.cleanUp(order);
  });

  test('is not looked for in a circle', async () => {
    const failure = responder().present([challenge(`ring-a.${apex}`)]);
    await expect(failure).rejects.toThrow(AliasLoopError);
    await expect(failure).rejects.toThrow('ring-a.hunt.test. → _acme-challenge.ring-b.hunt.test. → ');
  });

  /** A resolver that knows no aliases. */
  const plain: HostResolver = { resolveAddresses: async () => [], resolveAlias: async () => undefined };

  test.each([
    ['a zone that was given away', `x.given.${apex}`, 'given given.hunt.test. away to ns.given.hunt.test.'],
    ['a zone of somebody else', 'unknown.test', 'REFUSED'],
    ['an alias to a zone of somebody else', `out.${apex}`, 'REFUSED'],
    ['a zone that did not load', 'broken.test', 'SERVFAIL'],
  ])('is not in %s', async (_title, host, reason) => {
    const failure = responder({ resolver: plain }).present([challenge(host)]);
    await expect(failure).rejects.toThrow(ZoneNotFoundError);
    await expect(failure).rejects.toThrow(reason);
  });

  test('is not guessed when the resolver cannot tell', async () => {
    const failure = responder().present([challenge('unknown.test')]);
    await expect(failure).rejects.toThrow(ResolutionFailedError);
    await expect(failure).rejects.toThrow('EREFUSED');
  });
});

describe('waiting until it is published', () => {
  /** A secondary that was not told of a change while it was down would look for one after minutes only. */
  const restartSecondary = async (): Promise<void> => {
    await secondary.start();
    await secondary.rndc('refresh', apex);
  };

  test('says which server is waited for and why, and ends when the caller gives up', async () => {
    const order = [challenge(`never.${apex}`)];
    const waits: (readonly ServerAgreement[])[] = [];
    const caller = new AbortController();
    const one = responder({
      // Both answer, and what they say would mislead an ACME server: patience with lame ones is none with these.
      lamePatienceMs: 0,
      onWait: (waitingFor) => {
        waits.push(waitingFor);
        if (waitingFor.every(({ reason }) => reason?.startsWith('lacks'))) caller.abort(new Error('enough'));
      },
    });
    const failure = one.waitUntilPublished(order, caller.signal);
    await expect(failure).rejects.toThrow(NotPropagatedError);
    const servers = [
      `ns1.${apex}. (${primary.host}:${primary.port})`,
      `ns2.${apex}. (${secondary.host}:${primary.port})`,
    ];
    await expect(failure).rejects.toMatchObject({
      waitingFor: servers.map((server) => ({ server, state: 'waiting' })),
      cause: new Error('enough'),
    });
    expect(waits.at(-1)?.[0]?.reason).toBe(
      `lacks "${order[0]!.value}" at _acme-challenge.never.${apex}. (has nothing)`,
    );
  });

  test('goes on without a server that is down, once patience with it is over', async () => {
    const order = [challenge(`without.${apex}`)];
    await secondary.kill();
    const one = responder({ timeoutMs: 300, lamePatienceMs: 0 });
    await one.present(order);
    await one.waitUntilPublished(order, AbortSignal.timeout(60_000));
    await one.cleanUp(order);
    await restartSecondary();
  });

  test('waits for a server that is down and goes on once it is back', async () => {
    const order = [challenge(`later.${apex}`)];
    await secondary.kill();
    const waited: string[] = [];
    const one = responder({
      timeoutMs: 300,
      onWait: (waitingFor) => waited.push(...waitingFor.map(({ reason = '' }) => reason)),
    });
    await one.present(order);
    const published = one.waitUntilPublished(order, AbortSignal.timeout(60_000));
    await expect
      .poll(() => waited.some((reason) => reason.includes('gave no answer')), { timeout: 20_000 })
      .toBe(true);
    await restartSecondary();
    await published;
    await one.cleanUp(order);
  });
});
