import { formatServer, type DnsServer } from '../exchange/dns-server.ts';
import { NotAuthoritativeError } from '../exchange/errors.ts';
import { exchangeSettings, type ExchangeOptions } from '../exchange/exchange-options.ts';
import { openTcp } from '../exchange/open-tcp.ts';
import { prepareRequest } from '../exchange/prepare-request.ts';
import { rcodeName } from '../message/codes.ts';
import { MalformedMessageError } from '../message/errors.ts';
import { canonicalName } from '../names/name-relations.ts';
import { loadTsigKey, type TsigKey } from '../tsig/tsig-key.ts';
import { encodeUpdate } from './encode-update.ts';
import { PrerequisiteFailedError, UpdateRefusedError } from './errors.ts';
import type { ZoneUpdate } from './update.ts';

export interface UpdateOptions extends ExchangeOptions {
  /** Signs the update; without it only a server that trusts addresses will do it. */
  readonly key?: TsigKey;
}

const failedPrerequisites = new Set(['YXDOMAIN', 'YXRRSET', 'NXRRSET', 'NXDOMAIN']);

/**
 * Sends one UPDATE (RFC 2136) and resolves when the server has done it, wholly. It goes over TCP, since sending it
 * again for a lost datagram could fail on what the first one did.
 *
 * Done does not mean seen: read the zone again to prove it. A server with a limit on a name's records drops the
 * surplus and says NOERROR.
 *
 * @throws {@link TsigError} on BADKEY, BADSIG, BADTIME, BADTRUNC
 * @throws {@link NotAuthoritativeError}, {@link PrerequisiteFailedError}, {@link UpdateRefusedError}: nothing was done
 * @throws {@link ExchangeFailedError} when no answer came; with `mayHaveArrived` it may have been done all the same
 * @throws {@link MessageTooLongError} when it does not fit into one message
 */
export async function sendUpdate(
  server: DnsServer,
  update: ZoneUpdate,
  options: UpdateOptions = {},
): Promise<void> {
  const settings = exchangeSettings(options);
  const key = options.key && loadTsigKey(options.key);
  const id = settings.randomId();
  const request = prepareRequest(encodeUpdate(update, id), server, key, settings);
  using channel = openTcp(server, settings);
  channel.send(request.bytes);
  const reply = request.read(await channel.receive());
  if (!reply.isResponse || reply.id !== id) {
    throw new MalformedMessageError(`${formatServer(server)} answered another request than ours`);
  }
  const facts = {
    server: formatServer(server),
    zone: canonicalName(update.zone),
    rcode: rcodeName(reply.rcode),
    signature: request.signature,
  };
  if (facts.rcode === 'NOERROR') return;
  if (facts.rcode === 'NOTAUTH') throw new NotAuthoritativeError(facts);
  if (failedPrerequisites.has(facts.rcode)) throw new PrerequisiteFailedError(facts);
  throw new UpdateRefusedError(facts);
}
