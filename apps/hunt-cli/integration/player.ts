import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask, recordsOfType } from '@wescale/bind9-zone';

/** Somebody who asks a site by its name again and again, and remembers where it is for as long as the name server says. */
export interface Player extends AsyncDisposable {
  /** Where it was led, in the order of first appearance. */
  addresses: Set<string>;
  /** How many times it was answered with 200. */
  answers: number;
  /** Whatever else it met, each with its address. */
  failures: string[];
}

export interface PlayerOptions {
  url: string;
  /** Address of the name server of the zone. */
  nameServer: string;
  /** PEM of whom to trust. */
  ca: string;
}

/** Each request is on a connection of its own, so that nothing but the name says where it goes. */
export function startPlayer({ url, nameServer, ca }: PlayerOptions): Player {
  const { hostname, pathname } = new URL(url);
  const seen = { addresses: new Set<string>(), answers: 0, failures: [] as string[] };
  const over = new AbortController();
  let known = { address: '', until: 0 };

  async function lookUp(): Promise<string> {
    if (performance.now() < known.until) return known.address;
    const { answers } = await ask({ host: nameServer }, { name: hostname, type: 'A' });
    const [record] = recordsOfType(answers, 'A');
    if (record === undefined) throw new Error(`${hostname} has no address`);
    known = { address: record.address, until: performance.now() + record.ttlSeconds * 1000 };
    seen.addresses.add(known.address);
    return known.address;
  }

  function get(address: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const sent = request({
        ...{ host: address, servername: hostname, path: pathname, headers: { host: hostname } },
        ...{ ca, agent: false, timeout: 30_000 },
      });
      sent.once('timeout', () => sent.destroy(new Error('no answer within 30 s')));
      sent.once('error', reject);
      sent.once('response', (response) => {
        response.once('error', reject).resume();
        response.once('end', () => resolve(response.statusCode));
      });
      sent.end();
    });
  }

  async function play(): Promise<void> {
    try {
      const status = await get(await lookUp());
      if (status === 200) seen.answers += 1;
      else seen.failures.push(`${known.address}: status ${status}`);
    } catch (error) {
      seen.failures.push(`${known.address}: ${String(error)}`);
    }
  }

  const playing = (async () => {
    while (!over.signal.aborted) {
      await play();
      await sleep(20);
    }
  })();
  return Object.assign(seen, {
    async [Symbol.asyncDispose]() {
      over.abort();
      await playing;
    },
  });
}
