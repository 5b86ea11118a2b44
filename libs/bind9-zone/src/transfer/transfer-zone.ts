import { formatServer, type DnsServer } from '../exchange/dns-server.ts';
import { NotAuthoritativeError } from '../exchange/errors.ts';
import { exchangeSettings, type ExchangeOptions } from '../exchange/exchange-options.ts';
import { openTcp } from '../exchange/open-tcp.ts';
import { prepareRequest } from '../exchange/prepare-request.ts';
import { classes, opcodes, rcodeName, types } from '../message/codes.ts';
import { encodeMessage } from '../message/encode-message.ts';
import { MalformedMessageError } from '../message/errors.ts';
import type { ReceivedMessage } from '../message/message.ts';
import { canonicalName } from '../names/name-relations.ts';
import { loadTsigKey, type TsigKey } from '../tsig/tsig-key.ts';
import { TransferRefusedError } from './errors.ts';
import { TransferReader } from './transfer-reader.ts';
import type { FullTransfer, ZoneTransfer } from './zone-transfer.ts';

export interface TransferOptions extends ExchangeOptions {
  /** Signs the request; every message of the answer is then checked. */
  readonly key?: TsigKey;
}

function encodeTransferRequest(zone: string, id: number, sinceSerial: number | undefined): Uint8Array {
  // The client's SOA: only the serial counts (RFC 1995 section 3). Two root names, then five numbers.
  const soa = Buffer.alloc(22);
  soa.writeUInt32BE(sinceSerial ?? 0, 2);
  const client = { name: zone, type: types.SOA, class: classes.IN, ttlSeconds: 0, rdata: soa };
  return encodeMessage({
    id,
    isResponse: false,
    opcode: opcodes.query,
    isAuthoritative: false,
    isTruncated: false,
    rcode: 0,
    questions: [{ name: zone, type: sinceSerial === undefined ? types.AXFR : types.IXFR, class: classes.IN }],
    answers: [],
    authorities: sinceSerial === undefined ? [] : [client],
    additionals: [],
  });
}

async function transfer(
  server: DnsServer,
  zone: string,
  sinceSerial: number | undefined,
  options: TransferOptions,
): Promise<ZoneTransfer> {
  const settings = exchangeSettings(options);
  const key = options.key && loadTsigKey(options.key);
  const id = settings.randomId();
  const request = prepareRequest(encodeTransferRequest(zone, id, sinceSerial), server, key, settings);
  const facts = { server: formatServer(server), zone: canonicalName(zone) };

  const check = (reply: ReceivedMessage): void => {
    const rcode = rcodeName(reply.rcode);
    if (!reply.isResponse || reply.id !== id) {
      throw new MalformedMessageError(`${facts.server} answered another request than ours`);
    }
    if (rcode === 'NOTAUTH') throw new NotAuthoritativeError({ ...facts, signature: request.signature });
    if (rcode !== 'NOERROR')
      throw new TransferRefusedError({ ...facts, rcode, signature: request.signature });
    if (reply.answers.length === 0) throw new MalformedMessageError(`${facts.server} sent an empty transfer`);
  };

  using channel = openTcp(server, settings);
  channel.send(request.bytes);
  const reader = new TransferReader(sinceSerial);
  while (!reader.isComplete) {
    const reply = request.read(await channel.receive());
    check(reply);
    for (const record of reply.answers) reader.accept(record);
  }
  request.finish();
  return reader.transfer;
}

/**
 * Reads a whole zone from a server that holds it: AXFR over TCP (RFC 5936).
 *
 * @throws {@link TsigError}, {@link UnsignedReplyError} when a signature is not right
 * @throws {@link NotAuthoritativeError}, {@link TransferRefusedError}
 * @throws {@link ExchangeFailedError} when the server falls silent or the connection breaks
 */
export async function transferZone(
  server: DnsServer,
  zone: string,
  options: TransferOptions = {},
): Promise<FullTransfer> {
  const whole = await transfer(server, zone, undefined, options);
  if (whole.kind !== 'full') throw new MalformedMessageError('the server did not send the whole zone');
  return whole;
}

/**
 * Asks what changed since a serial: IXFR over TCP (RFC 1995). The server may send the whole zone instead, when it
 * no longer knows or when that is shorter.
 *
 * @param sinceSerial 0 to 4294967295
 * @throws as {@link transferZone}
 */
export async function transferZoneChanges(
  server: DnsServer,
  zone: string,
  sinceSerial: number,
  options: TransferOptions = {},
): Promise<ZoneTransfer> {
  return transfer(server, zone, sinceSerial, options);
}
