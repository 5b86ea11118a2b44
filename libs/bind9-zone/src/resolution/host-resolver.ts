import { Resolver } from 'node:dns/promises';
import { isIPv6 } from 'node:net';
import { dnsPort, type DnsServer } from '../exchange/dns-server.ts';
import { ResolutionFailedError } from './errors.ts';

/** Looks up names that lie outside what the servers at hand answer for. */
export interface HostResolver {
  /** Addresses of a host, v4 and v6; empty when it has none. @throws when it cannot be told */
  resolveAddresses(name: string, signal: AbortSignal | undefined): Promise<readonly string[]>;
  /** What a name is an alias for; `undefined` when it is none. @throws when it cannot be told */
  resolveAlias(name: string, signal: AbortSignal | undefined): Promise<string | undefined>;
}

/** What a resolver says when a name or a record is not there. */
const notThere = new Set(['ENODATA', 'ENOTFOUND']);

export interface HostResolverOptions {
  /** Resolvers to ask. @default those this host is configured with */
  readonly servers?: readonly DnsServer[];
}

/** Looks names up by asking resolvers; nothing is cached here. */
export function createHostResolver(options: HostResolverOptions = {}): HostResolver {
  const servers = options.servers?.map(({ host, port = dnsPort }) =>
    isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`,
  );
  const lookUp = async (
    name: string,
    signal: AbortSignal | undefined,
    query: (resolver: Resolver) => Promise<string[]>,
  ): Promise<string[]> => {
    signal?.throwIfAborted();
    const resolver = new Resolver();
    if (servers !== undefined) resolver.setServers(servers);
    const cancel = (): void => resolver.cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    try {
      return await query(resolver);
    } catch (error) {
      signal?.throwIfAborted();
      const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      if (notThere.has(reason)) return [];
      throw new ResolutionFailedError(name, reason, { cause: error });
    } finally {
      signal?.removeEventListener('abort', cancel);
    }
  };
  return {
    resolveAddresses: async (name, signal) =>
      (
        await Promise.all([
          lookUp(name, signal, (resolver) => resolver.resolve4(name)),
          lookUp(name, signal, (resolver) => resolver.resolve6(name)),
        ])
      ).flat(),
    resolveAlias: async (name, signal) =>
      (await lookUp(name, signal, (resolver) => resolver.resolveCname(name)))[0],
  };
}
