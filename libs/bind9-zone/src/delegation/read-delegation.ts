import type { DnsServer } from '../exchange/dns-server.ts';
import { describeFailure } from '../exchange/describe-failure.ts';
import type { ExchangeOptions } from '../exchange/exchange-options.ts';
import { canonicalName, isSubdomain } from '../names/name-relations.ts';
import { recordsOfType } from '../query/answer.ts';
import { ask, type AskOptions } from '../query/ask.ts';
import { createHostResolver, type HostResolver } from '../resolution/host-resolver.ts';
import type { ChildView, DelegationFacts, NameServerFacts, ParentView } from './delegation-facts.ts';
import { WalkFailedError } from './errors.ts';
import { matchesKey } from './matches-key.ts';
import { NameWalk, type HostAddresses } from './name-walk.ts';
import { readChild } from './read-child.ts';
import { readParents } from './read-parents.ts';
import { rootServers } from './root-servers.ts';

export interface DelegationOptions extends ExchangeOptions {
  /** The servers of the parent, every address. @default found by walking down from `roots` */
  readonly parentServers?: readonly DnsServer[];
  /** Where the walk begins. @default the servers of the real root */
  readonly roots?: readonly DnsServer[];
  /** Port of every server that is found on the way. @default 53 */
  readonly serverPort?: number;
  /**
   * Looks up name servers outside the zone when `parentServers` are given; else the walk finds them.
   *
   * @default the resolvers of this host
   */
  readonly resolver?: HostResolver;
  /** How long one server may stay silent, in milliseconds. @default 2000 */
  readonly timeoutMs?: number;
  /** Called with what is being asked. */
  readonly onProgress?: (message: string) => void;
}

const defaultTimeoutMs = 2000;

type AddressLookup = (host: string) => Promise<HostAddresses>;
type FoundAddresses = Pick<NameServerFacts, 'addresses' | 'addressProblem' | 'isAlias'>;

/** Reads how a zone is delegated: every server of the parent, every address of every name server of the zone. */
export class DelegationReader {
  private readonly zone: string;
  private readonly options: DelegationOptions;
  private readonly asking: AskOptions;
  private readonly walk: NameWalk;
  /** Each address is asked once. */
  private readonly views = new Map<string, Promise<ChildView>>();

  constructor(zone: string, options: DelegationOptions) {
    this.zone = canonicalName(zone);
    this.options = options;
    const { signal, timeoutMs = defaultTimeoutMs, now, randomId } = options;
    this.asking = {
      timeoutMs,
      ...(signal && { signal }),
      ...(now && { now }),
      ...(randomId && { randomId }),
    };
    this.walk = new NameWalk(options.roots ?? rootServers, options.serverPort, this.asking);
  }

  async read(): Promise<DelegationFacts> {
    const { parentServers, onProgress } = this.options;
    if (parentServers === undefined) onProgress?.(`walking from the root towards ${this.zone}`);
    const parent =
      parentServers === undefined ? await this.walk.findParentZone(this.zone) : { servers: parentServers };
    onProgress?.(`asking ${parent.servers.length} addresses of the parent about ${this.zone}`);
    const parents = await readParents(parent.servers, this.zone, this.asking);
    const glue = mergeGlue(parents);
    const inParent = [...glue.keys()];

    onProgress?.(`asking the name servers of ${this.zone}: ${inParent.join(', ')}`);
    const outside = await this.lookUpOutside(inParent);
    const given = inParent.flatMap((name) => [
      ...(glue.get(name) ?? []),
      ...(outside.get(name)?.addresses ?? []),
    ]);
    const speakers = [...holdersAmong(parent.servers, parents), ...(await this.findSpeakers(given))];
    const inChild = new Set(speakers.flatMap(({ nameServers }) => nameServers));
    const servers = speakers.map(({ server }) => server);

    const names = [...new Set([...inParent, ...inChild])];
    const nameServers = await Promise.all(
      names.map(async (name): Promise<NameServerFacts> => {
        const isInZone = isSubdomain(name, this.zone);
        const itsGlue = glue.get(name) ?? [];
        const found = isInZone
          ? await this.find(name, (host) => this.askZone(servers, host))
          : (outside.get(name) ?? (await this.lookUpHost(name)));
        const addresses = [...new Set([...itsGlue, ...(found.addresses ?? [])])];
        return {
          name,
          isInZone,
          isInParent: glue.has(name),
          isInChild: inChild.has(name),
          glue: itsGlue,
          ...found,
          views: await Promise.all(addresses.map((address) => this.view(address))),
        };
      }),
    );
    return {
      zone: this.zone,
      ...('zone' in parent && { parentZone: parent.zone }),
      parents,
      nameServers,
      ds: await this.readDs(parents, servers[0]),
    };
  }

  private serverAt(host: string): DnsServer {
    const { serverPort } = this.options;
    return { host, ...(serverPort !== undefined && { port: serverPort }) };
  }

  private view(address: string): Promise<ChildView> {
    const view = this.views.get(address) ?? readChild(this.serverAt(address), this.zone, this.asking);
    this.views.set(address, view);
    return view;
  }

  private lookUpHost(name: string): Promise<FoundAddresses> {
    const { parentServers, resolver = createHostResolver(), signal } = this.options;
    const lookup: AddressLookup =
      parentServers === undefined
        ? (host) => this.walk.findAddresses(host)
        : async (host) => {
            const addresses = await resolver.resolveAddresses(host, signal);
            return { addresses, isAlias: (await resolver.resolveAlias(host, signal)) !== undefined };
          };
    return this.find(name, lookup);
  }

  private async lookUpOutside(names: readonly string[]): Promise<Map<string, FoundAddresses>> {
    const outside = names.filter((name) => !isSubdomain(name, this.zone));
    return new Map(
      await Promise.all(outside.map(async (name) => [name, await this.lookUpHost(name)] as const)),
    );
  }

  /** Those of the addresses that speak for the zone, and the name servers they name. */
  private async findSpeakers(addresses: readonly string[]): Promise<Speaker[]> {
    const views = await Promise.all([...new Set(addresses)].map((address) => this.view(address)));
    return views.flatMap(({ address, udp }) =>
      udp.state === 'authoritative' ? [{ server: this.serverAt(address), nameServers: udp.nameServers }] : [],
    );
  }

  /** Addresses of a name server in the zone, as the zone itself has them. */
  private async askZone(servers: readonly DnsServer[], host: string): Promise<HostAddresses> {
    const [server] = servers;
    if (server === undefined) throw new WalkFailedError(host, this.zone, ['none of them speaks for it']);
    const [v4, v6] = await Promise.all([
      ask(server, { name: host, type: 'A' }, this.asking),
      ask(server, { name: host, type: 'AAAA' }, this.asking),
    ]);
    const answers = [...v4.answers, ...v6.answers];
    const records = [...recordsOfType(answers, 'A'), ...recordsOfType(answers, 'AAAA')];
    return {
      addresses: records.map(({ address }) => address),
      isAlias: recordsOfType(answers, 'CNAME').length > 0,
    };
  }

  private async find(name: string, lookup: AddressLookup): Promise<FoundAddresses> {
    try {
      return await lookup(name);
    } catch (error) {
      if (this.options.signal?.aborted === true) throw error;
      return { isAlias: false, addressProblem: describeFailure(error) };
    }
  }

  private async readDs(
    parents: readonly ParentView[],
    server: DnsServer | undefined,
  ): Promise<DelegationFacts['ds']> {
    const records = parents.flatMap((parent) => (parent.state === 'delegates' ? parent.ds : []));
    if (records.length === 0 || server === undefined) return [];
    const { answers } = await ask(server, { name: this.zone, type: 'DNSKEY' }, this.asking);
    const keys = recordsOfType(answers, 'DNSKEY').map(({ rdata }) => rdata);
    const unique = new Map(records.map((record) => [JSON.stringify(record), record]));
    return [...unique.values()].map((record) => ({
      record,
      matchesKey: matchesKey(record, this.zone, keys),
    }));
  }
}

/** An address that speaks for the zone. */
interface Speaker {
  readonly server: DnsServer;
  readonly nameServers: readonly string[];
}

/** Servers of the parent that hold the zone as well. */
function holdersAmong(servers: readonly DnsServer[], parents: readonly ParentView[]): Speaker[] {
  return parents.flatMap((view, index) => {
    const server = servers[index];
    const isHolder = view.state === 'delegates' && view.holdsZone && server !== undefined;
    return isHolder ? [{ server, nameServers: view.nameServers }] : [];
  });
}

/** Every name server the parent names, with every address any server of it gives along. */
function mergeGlue(parents: readonly ParentView[]): Map<string, string[]> {
  const merged = new Map<string, Set<string>>();
  for (const parent of parents) {
    if (parent.state !== 'delegates') continue;
    for (const name of parent.nameServers) {
      const addresses = merged.get(name) ?? new Set();
      for (const address of parent.glue.get(name) ?? []) addresses.add(address);
      merged.set(name, addresses);
    }
  }
  return new Map([...merged].map(([name, addresses]) => [name, [...addresses]]));
}
