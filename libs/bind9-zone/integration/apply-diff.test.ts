import { startNamed } from '@wescale/real-servers';
import { expect, test } from 'vitest';
import { applyUpdate, diffZones, parseZone, planUpdate, readZone, unchangedSince } from '@wescale/bind9-zone';
import { newKey, zoneText } from './test-zone.ts';

const key = newKey('writer.');
const zone = 'example.test';

test('a zone comes to what a text says: read, plan, apply, read again; the second time changes nothing', async () => {
  const first = zoneText(1, 'www A 192.0.2.1', 'www A 192.0.2.2', 'old TXT "gone soon"', 'alias CNAME www');
  const statements = ['update-policy { grant writer. zonesub ANY; };', 'allow-transfer { key writer.; };'];
  await using named = await startNamed({ keys: [key], zones: [{ name: zone, text: first, statements }] });
  const lines = [
    'www 300 A 192.0.2.2',
    'www 300 A 192.0.2.3',
    'alias CNAME ns',
    'sp\\ ace TXT "a \\"quoted\\" text"',
    'mail MX 10 mail',
    'mail AAAA 2001:db8::25',
    '_https._tcp SRV 0 0 443 www',
    '@ CAA 0 issue "ca.test"',
    'svc HTTPS 1 . alpn=h2',
  ];
  const desired = parseZone(zoneText(1, ...lines), { origin: `${zone}.` });

  const apply = async (): Promise<number> => {
    const copy = await readZone(named, zone, { key });
    const plan = planUpdate(diffZones(copy.zone, desired, { ignoreSerial: true }));
    const { messages } = await applyUpdate(
      named,
      { ...plan, prerequisites: [unchangedSince(copy)] },
      { key },
    );
    const left = diffZones((await readZone(named, zone, { key })).zone, desired, { ignoreSerial: true });
    expect(left.changes).toEqual([]);
    return messages;
  };
  expect(await apply()).toBe(1);
  expect(await apply()).toBe(0);
});
