import { describeFailure } from '../exchange/describe-failure.ts';
import { formatServer, type DnsServer } from '../exchange/dns-server.ts';
import { canonicalName, isSubdomain, parentName } from '../names/name-relations.ts';
import type { AuthoritativeAddress } from '../propagation/check-propagation.ts';
import { findAuthoritativeAddresses } from '../propagation/find-authoritative-addresses.ts';
import { recordsOfType, type Answer, type QueryType } from '../query/answer.ts';
import { ask, type AskOptions } from '../query/ask.ts';
import type { HostResolver } from '../resolution/host-resolver.ts';
import { WalkFailedError } from './errors.ts';

/** More cuts than any name has, more name servers inside name servers than any sane zone needs. */
const maxCuts = 32;
const maxDepth = 6;

interface WalkEnd {
  readonly zone: string;
  readonly servers: readonly AuthoritativeAddress[];
  readonly answer: Answer;
}

export interface HostAddresses {
  readonly addresses: readonly string[];
  readonly isAlias: boolean;
}

/** Walks from the servers of the root down through delegations, as a resolver without a cache. */
export class NameWalk {
  private readonly start: readonly DnsServer[];
  private readonly serverPort: number | undefined;
  private readonly options: AskOptions;

  constructor(start: readonly DnsServer[], serverPort: number | undefined, options: AskOptions) {
    this.start = start;
    this.serverPort = serverPort;
    this.options = options;
  }

  /** The zone a name's delegation stands in, and every address of its name servers. @throws WalkFailedError */
  async findParentZone(zone: string): Promise<{ zone: string; servers: readonly AuthoritativeAddress[] }> {
    const above = parentName(zone) ?? '.';
    const end = await this.walk(above, 'SOA', 0);
    const soa = recordsOfType([...end.answer.answers, ...end.answer.authorities], 'SOA').find(({ name }) =>
      isSubdomain(above, name),
    );
    const parent = soa?.name ?? end.zone;
    const own = parent === '.' ? [] : await this.findOwnServers(parent, end.servers);
    const all = new Map([...own, ...end.servers].map((server) => [formatServer(server), server]));
    return { zone: parent, servers: [...all.values()] };
  }

  /** Addresses of a host, v4 and v6. @throws WalkFailedError */
  async findAddresses(host: string, depth = 0): Promise<HostAddresses> {
    const [v4, v6] = await Promise.all([this.walk(host, 'A', depth), this.walk(host, 'AAAA', depth)]);
    const answers = [...v4.answer.answers, ...v6.answer.answers];
    return {
      addresses: [...recordsOfType(answers, 'A'), ...recordsOfType(answers, 'AAAA')].map(
        ({ address }) => address,
      ),
      isAlias: recordsOfType(answers, 'CNAME').length > 0,
    };
  }

  private async walk(wanted: string, type: QueryType, depth: number): Promise<WalkEnd> {
    const name = canonicalName(wanted);
    let zone = '.';
    let servers: readonly AuthoritativeAddress[] = this.start;
    for (let cuts = 0; cuts <= maxCuts; cuts += 1) {
      const { answer, cut } = await this.firstUseful(servers, name, type, zone);
      if (cut === undefined) return { zone, servers, answer };
      servers = await this.addressesOfServers(answer, cut, zone, depth);
      zone = cut;
      if (servers.length === 0) throw new WalkFailedError(name, zone, ['its name servers have no addresses']);
    }
    throw new WalkFailedError(name, zone, ['too many delegations']);
  }

  /** The answer of the first server that speaks for the name or refers to a zone nearer to it. */
  private async firstUseful(
    servers: readonly AuthoritativeAddress[],
    name: string,
    type: QueryType,
    zone: string,
  ): Promise<{ answer: Answer; cut?: string }> {
    const reasons: string[] = [];
    for (const server of servers) {
      try {
        const answer = await ask(server, { name, type }, this.options);
        const isKnown = answer.rcode === 'NOERROR' || answer.rcode === 'NXDOMAIN';
        if (isKnown && answer.isAuthoritative) return { answer };
        const cut = recordsOfType(answer.authorities, 'NS')
          .map((record) => record.name)
          .find((owner) => owner !== zone && isSubdomain(owner, zone) && isSubdomain(name, owner));
        if (isKnown && cut !== undefined) return { answer, cut };
        reasons.push(
          `${formatServer(server)} ${isKnown ? 'refers to nothing nearer' : `answers ${answer.rcode}`}`,
        );
      } catch (error) {
        if (this.options.signal?.aborted === true) throw error;
        reasons.push(describeFailure(error));
      }
    }
    throw new WalkFailedError(name, zone, reasons);
  }

  /** Addresses of the name servers that an answer names for `cut`: those it gives along, else looked up. */
  private async addressesOfServers(
    answer: Answer,
    cut: string,
    askedZone: string,
    depth: number,
  ): Promise<AuthoritativeAddress[]> {
    const names = recordsOfType([...answer.answers, ...answer.authorities], 'NS')
      .filter((record) => record.name === cut)
      .map(({ target }) => target);
    const given = [...recordsOfType(answer.additionals, 'A'), ...recordsOfType(answer.additionals, 'AAAA')];
    const found = await Promise.all(
      names.map(async (name) => {
        // Only a server of a zone above is believed about a name's address.
        const glue = given.filter((record) => record.name === name && isSubdomain(name, askedZone));
        const addresses =
          glue.length > 0 ? glue.map(({ address }) => address) : await this.lookUp(name, cut, depth);
        return addresses.map((host) => ({
          name,
          host,
          ...(this.serverPort !== undefined && { port: this.serverPort }),
        }));
      }),
    );
    return found.flat();
  }

  /** The name servers that a zone names itself, which may be more than its own parent knows. */
  private async findOwnServers(
    zone: string,
    servers: readonly AuthoritativeAddress[],
  ): Promise<AuthoritativeAddress[]> {
    const resolver: HostResolver = {
      resolveAddresses: async (name) => (await this.findAddresses(name, 1)).addresses,
      resolveAlias: async () => undefined,
    };
    const { serverPort } = this;
    const options = { ...this.options, resolver, ...(serverPort !== undefined && { serverPort }) };
    for (const server of servers) {
      try {
        return await findAuthoritativeAddresses(server, zone, options);
      } catch (error) {
        // The next one may do better; those that the delegation names are known in any case.
        if (this.options.signal?.aborted === true) throw error;
      }
    }
    return [];
  }

  private async lookUp(name: string, cut: string, depth: number): Promise<readonly string[]> {
    // To look up a name below the cut one would need the very servers that are looked for.
    if (depth >= maxDepth || (isSubdomain(name, cut) && cut !== '.')) return [];
    try {
      return (await this.findAddresses(name, depth + 1)).addresses;
    } catch (error) {
      if (error instanceof WalkFailedError) return [];
      throw error;
    }
  }
}
