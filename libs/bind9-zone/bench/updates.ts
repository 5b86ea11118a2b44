import { randomBytes } from 'node:crypto';
import { startNamed, type RunningNamed } from '@wescale/real-servers';
import { sendUpdate, transferZone, type TsigKey, type UpdateStep } from '@wescale/bind9-zone';

/** What signed updates of a real named cost, each over a connection of its own. */
export interface UpdateFigures {
  /** Updates of one record each, side by side; more than a few make named wait for its own journal. */
  readonly updatesPerSecond: number;
  readonly sideBySide: number;
  readonly updates: number;
  /** One update, sent when the one before is done: the median. */
  readonly medianMs: number;
  /** One message of 1,500 records. */
  readonly largeUpdateMs: number;
  readonly largeUpdateRecords: number;
  /** The zone read back whole, every message's signature checked. */
  readonly transferMs: number;
  readonly transferRecords: number;
}

const zone = 'bench.test';
const key: TsigKey = { name: 'bench', algorithm: 'hmac-sha256', secret: randomBytes(32).toString('base64') };

const add = (name: string, bytes = 32): UpdateStep => ({
  kind: 'add',
  name: `${name}.${zone}`,
  type: 'TXT',
  ttlSeconds: 60,
  data: `"${randomBytes(bytes).toString('base64url')}"`,
});

async function timeMs(action: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

async function updateInLanes(named: RunningNamed, updates: number, lanes: number): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < updates; index = next++) {
      await sendUpdate(named, { zone, steps: [add(`lane-${index}`)] }, { key });
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

/** Measures signed updates against a named of its own. Takes a few seconds. */
export async function measureUpdates(options: { updates?: number } = {}): Promise<UpdateFigures> {
  const { updates = 3000 } = options;
  const sideBySide = 16;
  await using named = await startNamed({
    keys: [key],
    zones: [
      {
        name: zone,
        text: '$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n',
        statements: ['update-policy { grant bench zonesub TXT; };', 'allow-transfer { key bench; };'],
      },
    ],
  });
  const single: number[] = [];
  for (let index = 0; index < 200; index += 1) {
    const update = { zone, steps: [add(`single-${index}`)] };
    single.push(await timeMs(() => sendUpdate(named, update, { key })));
  }
  const inLanesMs = await timeMs(() => updateInLanes(named, updates, sideBySide));
  const large = Array.from({ length: 1500 }, (_, index) => add(`large-${index}`, 9));
  const largeUpdateMs = await timeMs(() => sendUpdate(named, { zone, steps: large }, { key }));
  let transferRecords = 0;
  const transferMs = await timeMs(async () => {
    transferRecords = (await transferZone(named, zone, { key })).records.length;
  });
  return {
    updatesPerSecond: (updates / inLanesMs) * 1000,
    sideBySide,
    updates,
    medianMs: single.sort((one, other) => one - other)[Math.floor(single.length / 2)] ?? 0,
    largeUpdateMs,
    largeUpdateRecords: large.length,
    transferMs,
    transferRecords,
  };
}
