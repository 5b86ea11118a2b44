import { encode } from 'dns-packet';
import { formatServer, type DnsServer } from '../exchange/dns-server.ts';
import { exchangeSettings, type ExchangeOptions } from '../exchange/exchange-options.ts';
import { exchangeUdp } from '../exchange/exchange-udp.ts';
import { openTcp } from '../exchange/open-tcp.ts';
import { prepareRequest } from '../exchange/prepare-request.ts';
import { classes, types } from '../message/codes.ts';
import { decodeMessage } from '../message/decode-message.ts';
import { MalformedMessageError } from '../message/errors.ts';
import { InvalidNameError } from '../names/errors.ts';
import { canonicalName } from '../names/name-relations.ts';
import { loadTsigKey, type TsigKey } from '../tsig/tsig-key.ts';
import type { Answer, QueryType } from './answer.ts';
import { readAnswer } from './read-answer.ts';

export interface AskOptions extends ExchangeOptions {
  /** Signs the query, so that a server with several views answers from the one of this key. */
  readonly key?: TsigKey;
  /** `tcp` goes there at once; `udp` goes there when the answer does not fit a datagram. @default 'udp' */
  readonly transport?: 'udp' | 'tcp';
}

/** What passes everywhere without fragments (DNS flag day 2020). */
const udpPayloadSize = 1232;

function encodeQuery(name: string, type: QueryType, id: number): Uint8Array {
  // dns-packet knows no escapes in names (5.6.1); nothing that is asked for here has any.
  if (name.includes('\\'))
    throw new InvalidNameError(`${name} has characters that no query here is made for`);
  return encode({
    type: 'query',
    id,
    flags: 0,
    questions: [{ name: name === '.' ? name : name.slice(0, -1), type, class: 'IN' }],
    additionals: [
      {
        type: 'OPT',
        name: '.',
        udpPayloadSize,
        extendedRcode: 0,
        ednsVersion: 0,
        flags: 0,
        flag_do: false,
        options: [],
      },
    ],
  });
}

/**
 * Asks one server one question, without recursion: over UDP, sent up to three times, and over TCP when the answer
 * was cut.
 *
 * @throws {@link ExchangeFailedError} when no answer came within `timeoutMs`
 * @throws {@link TsigError}, {@link UnsignedReplyError} when it was signed and a signature is not right
 * @throws {@link MalformedMessageError}, {@link InvalidNameError}
 */
export async function ask(
  server: DnsServer,
  question: { readonly name: string; readonly type: QueryType },
  options: AskOptions = {},
): Promise<Answer> {
  const settings = exchangeSettings(options);
  const key = options.key && loadTsigKey(options.key);
  const name = canonicalName(question.name);
  const id = settings.randomId();
  const query = encodeQuery(name, question.type, id);

  const isReply = (bytes: Uint8Array): boolean => {
    try {
      const { questions, isResponse, ...reply } = decodeMessage(bytes);
      if (!isResponse || reply.id !== id) return false;
      // A server that could not read the query may leave the question out.
      const [asked] = questions;
      if (asked === undefined) return reply.rcode !== 0;
      const isSame = asked.type === types[question.type] && asked.class === classes.IN;
      return isSame && canonicalName(asked.name) === name;
    } catch (error) {
      if (error instanceof MalformedMessageError) return false;
      throw error;
    }
  };

  if (options.transport !== 'tcp') {
    const request = prepareRequest(query, server, key, settings);
    const bytes = await exchangeUdp(server, request.bytes, { ...settings, isReply });
    const reply = request.read(bytes);
    if (!reply.isTruncated) return readAnswer(bytes, reply, 'UDP');
  }
  const request = prepareRequest(query, server, key, settings);
  using channel = openTcp(server, settings);
  channel.send(request.bytes);
  const bytes = await channel.receive();
  if (!isReply(bytes)) {
    throw new MalformedMessageError(`${formatServer(server)} answered another question than ours`);
  }
  return readAnswer(bytes, request.read(bytes), 'TCP');
}
