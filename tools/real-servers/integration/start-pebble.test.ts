import { get } from 'node:https';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { startPebble, takeLoopbackAddress, type RunningPebble } from '@wescale/real-servers';

interface Directory {
  newOrder: string;
  renewalInfo: string;
  meta: { profiles: Record<string, string>; externalAccountRequired?: boolean };
}

async function readDirectory(pebble: RunningPebble): Promise<Directory> {
  const headers = { 'User-Agent': 'test' };
  const sent = get(pebble.directoryUrl, { ca: pebble.trustedCertificate, headers, agent: false });
  const [reply] = (await once(sent, 'response')) as [IncomingMessage];
  return (await json(reply)) as Directory;
}

test('it answers with renewal information and the profiles it was given', async () => {
  await using pebble = await startPebble({
    profiles: { shortlived: { description: 'six days', validityPeriodSeconds: 518_400 } },
  });
  const directory = await readDirectory(pebble);
  expect(new URL(directory.newOrder).host).toBe(new URL(pebble.directoryUrl).host);
  expect(directory.renewalInfo).toContain('https://');
  expect(Object.keys(directory.meta.profiles)).toEqual(['shortlived']);
});

test('roots are told, alternates too, and another start makes other ones', async () => {
  await using pebble = await startPebble({ alternateRoots: 1 });
  const before = await pebble.roots();
  expect(before).toHaveLength(2);
  await pebble.kill();
  await expect(readDirectory(pebble)).rejects.toThrow('ECONNREFUSED');
  await pebble.start();
  const after = await pebble.roots();
  expect(after[0]).toContain('BEGIN CERTIFICATE');
  expect(after[0]).not.toBe(before[0]);
});

test('two stand side by side', async () => {
  await using one = await startPebble();
  await using other = await startPebble({
    externalAccountKeys: { kid: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0' },
  });
  expect((await readDirectory(one)).meta.externalAccountRequired).toBeFalsy();
  expect((await readDirectory(other)).meta.externalAccountRequired).toBe(true);
});

test('it listens where it is told to, with a certificate for that address', async () => {
  await using place = await takeLoopbackAddress();
  let log = '';
  await using pebble = await startPebble({
    address: place.address,
    port: 443,
    onLog: (text) => (log += text),
  });
  expect(pebble.directoryUrl).toBe(`https://${place.address}/dir`);
  expect((await readDirectory(pebble)).newOrder).toContain(`https://${place.address}/`);
  expect(log).toContain('ACME directory available');
});
