import type { DnsServer } from '../exchange/dns-server.ts';
import { canonicalName, isSubdomain } from '../names/name-relations.ts';
import { recordsOfType } from '../query/answer.ts';
import { ask, type AskOptions } from '../query/ask.ts';
import type { HostResolver } from '../resolution/host-resolver.ts';
import type { AuthoritativeAddress } from './check-propagation.ts';
import { NoServerAddressError } from './errors.ts';

export interface AuthoritativeAddressOptions extends AskOptions {
  /** Looks up name servers that lie outside the zone. */
  readonly resolver: HostResolver;
  /** Port of every server found. @default 53 */
  readonly serverPort?: number;
}

/**
 * Every address, v4 and v6, of every name server of a zone, as one server that holds the zone names them.
 *
 * @throws {@link NoServerAddressError} when a name server has no address
 * @throws as {@link ask}
 */
export async function findAuthoritativeAddresses(
  server: DnsServer,
  zone: string,
  options: AuthoritativeAddressOptions,
): Promise<AuthoritativeAddress[]> {
  const { resolver, serverPort, signal } = options;
  const apex = canonicalName(zone);
  const { answers } = await ask(server, { name: apex, type: 'NS' }, options);
  const names = recordsOfType(answers, 'NS')
    .map(({ target }) => target)
    .sort();
  if (names.length === 0) throw new NoServerAddressError(apex, 'it has no NS records');

  const addressesOf = async (name: string): Promise<readonly string[]> => {
    if (!isSubdomain(name, apex)) return resolver.resolveAddresses(name, signal);
    const [v4, v6] = await Promise.all([
      ask(server, { name, type: 'A' }, options),
      ask(server, { name, type: 'AAAA' }, options),
    ]);
    const found = [...recordsOfType(v4.answers, 'A'), ...recordsOfType(v6.answers, 'AAAA')];
    // A name server below a further cut is not this server's to answer for.
    if (found.length === 0) return resolver.resolveAddresses(name, signal);
    return found.map(({ address }) => address);
  };
  const found = await Promise.all(
    names.map(async (name) => {
      const addresses = await addressesOf(name);
      if (addresses.length === 0)
        throw new NoServerAddressError(apex, `its name server ${name} has no address`);
      return addresses.map((host) => ({ name, host, ...(serverPort !== undefined && { port: serverPort }) }));
    }),
  );
  return found.flat();
}
