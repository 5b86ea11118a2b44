import { Resolver } from 'node:dns/promises';
import net from 'node:net';
import { overlaps } from '../host/preflight.ts';

/** Where a proxied connection goes; a refusal says why in one sentence. */
export type Target = { address: string } | { status: 403 | 502; reason: string };

/** Finds an address as the stage's resolver knows it; what lies outside of the stage is refused. */
export function createTargetFinder(options: {
  resolver: string;
  range: string;
  /** @default what the stage's resolver answers */
  resolve?: (name: string) => Promise<string[]>;
}): (host: string) => Promise<Target> {
  const { range } = options;
  const resolver = new Resolver({ timeout: 3000, tries: 2 });
  resolver.setServers([options.resolver]);
  const resolve = options.resolve ?? ((name: string): Promise<string[]> => resolver.resolve4(name));
  return async (host): Promise<Target> => {
    try {
      const [address] = net.isIP(host) === 0 ? await resolve(host) : [host];
      if (address === undefined) return { status: 502, reason: `${host} has no address on this stage` };
      if (net.isIPv6(address) || !overlaps(address, range))
        return { status: 403, reason: `${host} is ${address}, which is not of this stage` };
      return { address };
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code ?? String(error);
      return { status: 502, reason: `the stage's resolver does not know ${host} (${code})` };
    }
  };
}
