import { formatServer, type DnsServer } from '../exchange/dns-server.ts';
import type { ExchangeOptions } from '../exchange/exchange-options.ts';
import { canonicalName } from '../names/name-relations.ts';
import type { AuthoritativeAddress, ServerAgreement } from '../propagation/check-propagation.ts';
import { findAuthoritativeAddresses } from '../propagation/find-authoritative-addresses.ts';
import { waitUntilPropagated } from '../propagation/wait-until-propagated.ts';
import { recordsOfType } from '../query/answer.ts';
import { ask, type AskOptions } from '../query/ask.ts';
import { createHostResolver, type HostResolver } from '../resolution/host-resolver.ts';
import type { TsigKey } from '../tsig/tsig-key.ts';
import { sendUpdate } from '../update/send-update.ts';
import type { UpdateStep } from '../update/update.ts';
import type { Dns01Challenge, Dns01Responder } from './dns01-responder.ts';
import { ChallengeNotStoredError } from './errors.ts';
import { findZone } from './find-zone.ts';
import { followAlias } from './follow-alias.ts';

export interface Dns01ResponderOptions extends Omit<ExchangeOptions, 'signal'> {
  /** The server that takes updates. */
  readonly server: DnsServer;
  /** Signs updates, and the questions that go with them. */
  readonly key: TsigKey;
  /** The zone to write to. @default asked of `server` for each challenge */
  readonly zone?: string;
  /** Whom to ask whether records are published. @default every address of every name server of the zone */
  readonly authoritativeServers?: readonly AuthoritativeAddress[];
  /** Port of the name servers that were found. @default 53 */
  readonly serverPort?: number;
  /** Signs the questions to them too, for servers that answer each key from another view. @default false */
  readonly isReadSigned?: boolean;
  /** @default 60 */
  readonly ttlSeconds?: number;
  /**
   * What `present` does with records of challenges that others left at the same names. `keep` is for names that
   * several orders use at once, as when many hosts' challenges are aliases of one name.
   *
   * @default 'remove'
   */
  readonly stale?: 'remove' | 'keep';
  /** Looks up what `server` does not answer for. @default the resolvers of this host */
  readonly resolver?: HostResolver;
  /** Called while records are not published everywhere, with each server waited for and why. */
  readonly onWait?: (waitingFor: readonly ServerAgreement[]) => void;
  /**
   * How long a name server without an answer is waited for, in milliseconds; the ACME server asks another one there,
   * too. @default as long as for the others
   */
  readonly lamePatienceMs?: number;
  /** Pause before a server is asked again, in milliseconds. @default 250 */
  readonly intervalMs?: number;
}

/** Digests of key authorizations: SHA-256, base64url. Anything else at such a name is not ours to judge. */
const digest = /^[A-Za-z0-9_-]{43}$/;

/** A challenge and where its record really goes. */
interface Placed extends Dns01Challenge {
  readonly target: string;
  readonly zone: string;
}

const keyOf = ({ target, value }: { target: string; value: string }): string => `${target} ${value}`;

function groupBy<Item>(items: readonly Item[], key: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

class UpdateResponder implements Dns01Responder {
  private readonly options: Dns01ResponderOptions;
  private readonly resolver: HostResolver;
  /** What was presented and not cleaned up, so that orders side by side do not take each other for stale. */
  private readonly live = new Set<string>();

  constructor(options: Dns01ResponderOptions) {
    this.options = options;
    this.resolver = options.resolver ?? createHostResolver();
  }

  async present(challenges: readonly Dns01Challenge[], signal?: AbortSignal): Promise<void> {
    const { server, ttlSeconds = 60, stale = 'remove' } = this.options;
    const placed = await this.place(challenges, signal);
    for (const each of placed) this.live.add(keyOf(each));
    for (const [zone, records] of groupBy(placed, (each) => each.zone)) {
      const left = stale === 'remove' ? await this.findLeft(records, signal) : [];
      const steps: UpdateStep[] = [
        ...left.map((record) => this.removal(record)),
        ...records.map(({ target, value }): UpdateStep => {
          return { kind: 'add', name: target, type: 'TXT', ttlSeconds, data: `"${value}"` };
        }),
      ];
      await sendUpdate(server, { zone, steps }, this.signed(signal));
    }
    for (const [target, records] of groupBy(placed, (each) => each.target)) {
      const there = await this.readValues(target, signal);
      const missing = records.filter(({ value }) => !there.includes(value));
      if (missing.length > 0) throw new ChallengeNotStoredError(formatServer(server), target, missing.length);
    }
  }

  async cleanUp(challenges: readonly Dns01Challenge[], signal?: AbortSignal): Promise<void> {
    const placed = await this.place(challenges, signal);
    await this.remove(placed, signal);
    for (const each of placed) this.live.delete(keyOf(each));
  }

  async waitUntilPublished(challenges: readonly Dns01Challenge[], signal?: AbortSignal): Promise<void> {
    const { server, key, isReadSigned = false, authoritativeServers, onWait } = this.options;
    const placed = await this.place(challenges, signal);
    const waitFor = async ([zone, records]: [string, Placed[]]): Promise<void> => {
      const { serverPort, intervalMs, lamePatienceMs } = this.options;
      const addresses =
        authoritativeServers ??
        (await findAuthoritativeAddresses(server, zone, {
          ...this.signed(signal),
          resolver: this.resolver,
          ...(serverPort !== undefined && { serverPort }),
        }));
      const expectations = [...groupBy(records, ({ target }) => target)].map(([name, group]) => ({
        kind: 'present' as const,
        name,
        type: 'TXT' as const,
        values: group.map(({ value }) => value),
      }));
      await waitUntilPropagated(addresses, expectations, {
        ...this.exchange(signal),
        ...(isReadSigned && { key }),
        ...(onWait && { onWait }),
        ...(intervalMs !== undefined && { intervalMs }),
        ...(lamePatienceMs !== undefined && { lamePatienceMs }),
      });
    };
    await Promise.all([...groupBy(placed, ({ zone }) => zone)].map(waitFor));
  }

  async findStale(names: readonly string[], signal?: AbortSignal): Promise<Dns01Challenge[]> {
    const left = await this.findLeft(await this.place(asNames(names), signal), signal);
    return left.map(({ name, value }) => ({ name, value }));
  }

  async removeStale(names: readonly string[], signal?: AbortSignal): Promise<Dns01Challenge[]> {
    const left = await this.findLeft(await this.place(asNames(names), signal), signal);
    await this.remove(left, signal);
    return left.map(({ name, value }) => ({ name, value }));
  }

  private exchange(signal: AbortSignal | undefined): ExchangeOptions {
    const { timeoutMs, now, randomId } = this.options;
    return {
      ...(signal && { signal }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(now && { now }),
      ...(randomId && { randomId }),
    };
  }

  private signed(signal: AbortSignal | undefined): AskOptions {
    return { ...this.exchange(signal), key: this.options.key };
  }

  /** Finds for each challenge, once, where its record goes. */
  private async place(
    challenges: readonly Dns01Challenge[],
    signal: AbortSignal | undefined,
  ): Promise<Placed[]> {
    const { server, zone } = this.options;
    const options = this.signed(signal);
    const groups = groupBy(challenges, ({ name }) => canonicalName(name));
    const placed = await Promise.all(
      [...groups].map(async ([name, group]) => {
        const target = await followAlias(server, name, this.resolver, options);
        const itsZone = zone === undefined ? await findZone(server, target, options) : canonicalName(zone);
        return group.map((each) => ({ name, value: each.value, target, zone: itsZone }));
      }),
    );
    // Two names may be aliases of one: the same value is one record.
    return [...new Map(placed.flat().map((each) => [keyOf(each), each])).values()];
  }

  private async readValues(target: string, signal: AbortSignal | undefined): Promise<string[]> {
    const { answers } = await ask(this.options.server, { name: target, type: 'TXT' }, this.signed(signal));
    return recordsOfType(answers, 'TXT')
      .filter((record) => record.name === target)
      .map(({ text }) => text);
  }

  /** Records of challenges where these ones go that nobody here presented. */
  private async findLeft(placed: readonly Placed[], signal: AbortSignal | undefined): Promise<Placed[]> {
    const targets = [...new Map(placed.map((each) => [each.target, each])).values()];
    const left = await Promise.all(
      targets.map(async (each) => {
        const values = await this.readValues(each.target, signal);
        return values.map((value) => ({ ...each, value }));
      }),
    );
    return left.flat().filter((each) => digest.test(each.value) && !this.live.has(keyOf(each)));
  }

  private removal({ target, value }: Placed): UpdateStep {
    return { kind: 'delete-record', name: target, type: 'TXT', data: `"${value}"` };
  }

  private async remove(placed: readonly Placed[], signal: AbortSignal | undefined): Promise<void> {
    for (const [zone, records] of groupBy(placed, (each) => each.zone)) {
      const steps = records.map((record) => this.removal(record));
      await sendUpdate(this.options.server, { zone, steps }, this.signed(signal));
    }
  }
}

const asNames = (names: readonly string[]): Dns01Challenge[] => names.map((name) => ({ name, value: '' }));

/**
 * A responder for ACME's DNS challenge that writes by signed updates: all records of an order in one message for
 * each zone, none but its own touched, the zone and the aliases found by asking.
 *
 * @example
 * const responder = createDns01Responder({ server: { host: '192.0.2.1' }, key });
 * await responder.present(challenges);
 * await responder.waitUntilPublished(challenges, AbortSignal.timeout(60_000));
 * // … the ACME server looks …
 * await responder.cleanUp(challenges);
 */
export function createDns01Responder(options: Dns01ResponderOptions): Dns01Responder {
  return new UpdateResponder(options);
}
