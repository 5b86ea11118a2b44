import { startScalewayEmulator, type ScalewayEmulator } from '@wescale/scaleway-emulator';

import { ManualClock } from '../../src/clock/manual-clock.ts';
import { Bindings } from './bindings.ts';
import { compareJson, type Undetermined } from './compare-json.ts';
import type { RecordedPair } from './recorded-pairs.ts';

/** The organization and project of most recordings: one id for both. */
const recordedProjectId = '105bdce1-64c0-48ab-899d-868455867ecf';

/**
 * Values that Scaleway chooses, with the reason why none is determined. Times, ids and addresses are compared by form
 * and consistency instead.
 */
export const undetermined: readonly Undetermined[] = [
  { place: /\.mac_address$/, reason: 'MAC addresses' },
  { place: /^\.content$/, reason: 'kubeconfigs' },
  {
    place: /\.subnet$/,
    reason: 'subnets of private networks',
    agrees: (recorded, emulated) =>
      String(recorded).split('/')[1] === String(emulated).split('/')[1] &&
      String(recorded).slice(0, 2) === String(emulated).slice(0, 2),
  },
  { place: /\.location\.\w+_id$/, reason: 'places on hypervisors' },
  {
    place: /\.compatible_commercial_types$/,
    reason: 'commercial types beyond ours',
    agrees: (recorded, emulated) =>
      Array.isArray(recorded) && Array.isArray(emulated) && emulated.every((type) => recorded.includes(type)),
  },
];

/** What stays of the comparison of one pair: nothing, when they agree. */
export interface Comparison {
  name: string;
  differences: string[];
}

/** Plays one cassette: an emulator whose time stands still, and what stands for what. */
export class Replay implements AsyncDisposable {
  readonly emulator: ScalewayEmulator;
  readonly clock: ManualClock;
  readonly bindings: Bindings = new Bindings();
  readonly comparisons: Comparison[] = [];
  readonly #pairs: Map<string, RecordedPair>;

  private constructor(emulator: ScalewayEmulator, clock: ManualClock, pairs: Map<string, RecordedPair>) {
    this.emulator = emulator;
    this.clock = clock;
    this.#pairs = pairs;
  }

  static async start(
    pairs: Map<string, RecordedPair>,
    options: { zone?: string; domains?: string[]; kubernetesVersions?: string[]; projectId?: string } = {},
  ): Promise<Replay> {
    const clock = new ManualClock(new Date('2026-07-30T12:54:44.240Z'));
    const { projectId = recordedProjectId, ...rest } = options;
    const emulator = await startScalewayEmulator({
      ...rest,
      clock,
      account: {
        accessKey: 'SCWXXXXXXXXXXXXXXXXX',
        secretKey: '11111111-1111-4111-8111-111111111111',
        organizationId: projectId,
        projectId,
      },
    });
    return new Replay(emulator, clock, pairs);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.emulator[Symbol.asyncDispose]();
  }

  recorded(name: string): RecordedPair {
    const pair = this.#pairs.get(name);
    if (pair === undefined) throw new Error(`No recorded pair is called ${name}.`);
    return pair;
  }

  /** Sends a request that is not recorded, to bring the world where the recording found it. */
  async prepare(method: string, path: string, body?: object | string): Promise<unknown> {
    const response = await this.#send(method, path, body);
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === '' ? undefined : (JSON.parse(text) as unknown);
  }

  /** Sends a recorded request and compares the answer. */
  async play(name: string, change: Change = {}): Promise<void> {
    const pair = this.recorded(name);
    const path = this.bindings.toEmulated(change.path ?? pair.path);
    const body = pair.requestBody === '' ? undefined : this.bindings.toEmulated(pair.requestBody);
    const response = await this.#send(pair.method, path, body);
    const text = await response.text();
    this.comparisons.push({
      name,
      differences: [
        ...(response.status === pair.status
          ? []
          : [`status ${pair.status} recorded, ${response.status} emulated`]),
        ...this.#compareBody(pair, text, change),
        ...this.#compareHeaders(pair, response.headers, change),
      ],
    });
  }

  #send(method: string, path: string, body?: object | string): Promise<Response> {
    const contentType = path.includes('/user_data/') ? 'text/plain' : 'application/json';
    return fetch(`${this.emulator.url}${path}`, {
      method,
      headers: {
        'X-Auth-Token': this.emulator.account.secretKey,
        ...(body === undefined ? {} : { 'content-type': contentType }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
  }

  #compareBody(pair: RecordedPair, text: string, change: Change): string[] {
    if (pair.headers['Content-Type'] !== 'application/json' || pair.body === '') {
      return text === pair.body ? [] : [`body ${pair.body} recorded, ${text} emulated`];
    }
    const recorded: unknown = JSON.parse(pair.body);
    const emulated: unknown = JSON.parse(text);
    const compared = change.pick?.(recorded, emulated) ?? recorded;
    return compareJson(compared, emulated, this.bindings, undetermined);
  }

  #compareHeaders(pair: RecordedPair, headers: Headers, change: Change): string[] {
    const names = ['Content-Type', 'Location', 'Link', 'X-Total-Count', 'X-Envoy-Ratelimited'];
    return names.flatMap((name) => {
      const emulated = headers.get(name)?.replace(this.emulator.url, '');
      const raw = pair.headers[name]?.replace('https://api.scaleway.com', '');
      const recorded = raw && this.bindings.toEmulated(change.header?.(name, raw) ?? raw);
      return recorded === emulated
        ? []
        : [`${name}: ${recorded ?? 'none'} recorded, ${emulated ?? 'none'} emulated`];
    });
  }
}

/** Where the emulator's world is smaller than the real one: what is asked and expected instead. */
export interface Change {
  path?: string;
  /** The part of the recorded body that the emulated one must agree with. */
  pick?: (recorded: unknown, emulated: unknown) => unknown;
  header?: (name: string, recorded: string) => string;
}
