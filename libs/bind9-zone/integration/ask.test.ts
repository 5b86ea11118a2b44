import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { startNamed, type RunningNamed } from '@wescale/real-servers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ask, recordsOfType } from '@wescale/bind9-zone';
import { newKey, zoneText } from './test-zone.ts';

const key = newKey('inside.');
const zone = 'example.test';
const many = Array.from({ length: 30 }, (_, index) => `many TXT "${String(index).padEnd(43, 'x')}"`);

let named: RunningNamed;
beforeAll(async () => {
  named = await startNamed({
    isIpv6: true,
    keys: [key],
    zones: [
      {
        name: zone,
        text: zoneText(
          7,
          'six AAAA 2001:db8::1',
          'alias CNAME ns',
          'long TXT "one" " and other"',
          'child NS ns.child',
          'ns.child A 192.0.2.9',
          `child DS 12345 13 2 ${'ab'.repeat(32)}`,
          ...many,
        ),
      },
    ],
  });
});
afterAll(async () => {
  await named[Symbol.asyncDispose]();
});

test('an answer tells its records, whether it is authoritative, and how it came', async () => {
  const answer = await ask(named, { name: `NS.${zone}`, type: 'A' });
  expect(answer).toMatchObject({ rcode: 'NOERROR', isAuthoritative: true, transport: 'UDP' });
  expect(answer.answers).toEqual([{ name: `ns.${zone}.`, type: 'A', ttlSeconds: 60, address: '127.0.0.1' }]);
});

test('every type that is asked for is read', async () => {
  const answersOf = async (name: string, type: 'AAAA' | 'SOA' | 'NS' | 'TXT' | 'DS'): Promise<unknown> =>
    (await ask(named, { name, type })).answers.at(0);
  expect(await answersOf(`six.${zone}`, 'AAAA')).toMatchObject({ address: '2001:db8::1' });
  expect(await answersOf(zone, 'SOA')).toMatchObject({ serial: 7 });
  expect(await answersOf(zone, 'NS')).toMatchObject({ target: `ns.${zone}.` });
  expect(await answersOf(`long.${zone}`, 'TXT')).toMatchObject({ text: 'one and other' });
  expect(await answersOf(`alias.${zone}`, 'TXT')).toMatchObject({ type: 'CNAME', target: `ns.${zone}.` });
  const rdata = Uint8Array.from(Buffer.from(`30390d02${'ab'.repeat(32)}`, 'hex'));
  expect(await answersOf(`child.${zone}`, 'DS')).toMatchObject({ rdata });
});

test('a referral is not authoritative and brings the glue', async () => {
  const answer = await ask(named, { name: `child.${zone}`, type: 'NS' });
  expect(answer.isAuthoritative).toBe(false);
  expect(recordsOfType(answer.authorities, 'NS').map(({ target }) => target)).toEqual([`ns.child.${zone}.`]);
  expect(recordsOfType(answer.additionals, 'A').map(({ address }) => address)).toEqual(['192.0.2.9']);
});

test('what does not fit a datagram comes over TCP', async () => {
  const answer = await ask(named, { name: `many.${zone}`, type: 'TXT' });
  expect(answer.transport).toBe('TCP');
  expect(answer.answers).toHaveLength(30);
});

test('a signed query is answered with a signature, over UDP and TCP', async () => {
  for (const transport of ['udp', 'tcp'] as const) {
    expect((await ask(named, { name: zone, type: 'SOA' }, { key, transport })).rcode).toBe('NOERROR');
  }
  await expect(ask(named, { name: zone, type: 'SOA' }, { key: newKey('x.') })).rejects.toMatchObject({
    code: 'bad-key',
  });
});

test('an IPv6 address is asked as well', async () => {
  const answer = await ask({ host: '::1', port: named.port }, { name: zone, type: 'SOA' });
  expect(answer.rcode).toBe('NOERROR');
});

test('a closed port fails at once', async () => {
  const closed = ask({ host: '127.0.0.1', port: 9 }, { name: zone, type: 'SOA' });
  await expect(closed).rejects.toMatchObject({ code: 'connection-failed' });
});

/** A UDP port of our own, where `answer` decides what comes back. */
async function openPort(
  answer: (query: Buffer, reply: (datagram: Uint8Array) => void) => void,
): Promise<{ host: string; port: number } & AsyncDisposable> {
  const socket = createSocket('udp4');
  socket.on('message', (query, from) =>
    answer(query, (datagram) => socket.send(datagram, from.port, from.address)),
  );
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  return {
    host: '127.0.0.1',
    port,
    [Symbol.asyncDispose]: async () => {
      await new Promise<void>((closed) => socket.close(closed));
    },
  };
}

test('a silent port is asked three times, then fails for the time limit', async () => {
  let asked = 0;
  await using silent = await openPort(() => (asked += 1));
  const failure = ask(silent, { name: zone, type: 'SOA' }, { timeoutMs: 200 });
  await expect(failure).rejects.toMatchObject({ code: 'no-answer' });
  expect(asked).toBe(3);
});

test('datagrams that answer another query are passed over', async () => {
  await using relay = await openPort((query, reply) => {
    const otherId = Buffer.from(query);
    otherId.writeUInt16BE(query.readUInt16BE(0) ^ 1, 0);
    otherId.writeUInt8(0x84, 2);
    const otherName = Buffer.from(query);
    otherName.writeUInt8(0x84, 2);
    otherName.write('x', 13);
    for (const wrong of [Buffer.from('no message'), query, otherId, otherName]) reply(wrong);
    const upstream = createSocket('udp4');
    upstream.on('message', (right) => {
      reply(right);
      upstream.close();
    });
    upstream.send(query, named.port, named.host);
  });
  expect((await ask(relay, { name: zone, type: 'SOA' })).answers).toMatchObject([{ serial: 7 }]);
});

test('a name with escapes is refused, since nothing that is asked for has any', async () => {
  await expect(ask(named, { name: 'a\\.b.test', type: 'A' })).rejects.toMatchObject({ code: 'invalid-name' });
});
