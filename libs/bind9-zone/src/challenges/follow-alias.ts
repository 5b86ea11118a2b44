import { formatServer, type DnsServer } from '../exchange/dns-server.ts';
import { canonicalName, isSameName } from '../names/name-relations.ts';
import { recordsOfType } from '../query/answer.ts';
import { ask, type AskOptions } from '../query/ask.ts';
import type { HostResolver } from '../resolution/host-resolver.ts';
import { AliasLoopError, ZoneNotFoundError } from './errors.ts';

/** More than any sane delegation of a challenge takes. */
const maxAliases = 16;

/**
 * Where the records of a name are to be written: at its end when CNAME records lead from it. Each step is asked of
 * the update server, and of the resolver when that server does not speak for the name. Only aliases of the very name
 * count, not those of the host it is about.
 *
 * @throws {@link AliasLoopError}, {@link ZoneNotFoundError}
 */
export async function followAlias(
  server: DnsServer,
  name: string,
  resolver: HostResolver,
  options: AskOptions,
): Promise<string> {
  const path = [canonicalName(name)];
  for (;;) {
    const at = path.at(-1) ?? '.';
    const answer = await ask(server, { name: at, type: 'CNAME' }, options);
    const isKnown = answer.rcode === 'NOERROR' || answer.rcode === 'NXDOMAIN';
    if (!isKnown && answer.rcode !== 'REFUSED') {
      throw new ZoneNotFoundError(
        path[0] ?? at,
        formatServer(server),
        `it answers ${answer.rcode} for ${at}`,
      );
    }
    const alias = recordsOfType(answer.answers, 'CNAME').find((record) => isSameName(record.name, at));
    const isItsOwn = isKnown && answer.isAuthoritative;
    const target = alias?.target ?? (isItsOwn ? undefined : await resolver.resolveAlias(at, options.signal));
    if (target === undefined) return at;
    const next = canonicalName(target);
    const isLoop = path.includes(next) || path.length > maxAliases;
    path.push(next);
    if (isLoop) throw new AliasLoopError(path);
  }
}
