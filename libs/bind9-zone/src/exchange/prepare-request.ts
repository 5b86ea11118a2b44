import type { ReceivedMessage } from '../message/message.ts';
import { decodeMessage } from '../message/decode-message.ts';
import type { RequestSignature } from '../tsig/request-signature.ts';
import { ReplyVerifier } from '../tsig/reply-verifier.ts';
import { signMessage } from '../tsig/sign-message.ts';
import type { LoadedTsigKey } from '../tsig/tsig-key.ts';
import { formatServer, type DnsServer } from './dns-server.ts';
import type { ExchangeSettings } from './exchange-options.ts';

/** A request ready to go, and the reader of what answers it. */
export interface PreparedRequest {
  readonly bytes: Uint8Array;
  /** Reads the next message of the answer; checks its signature when the request is signed. */
  read(reply: Uint8Array): ReceivedMessage;
  /** Says that the answer is complete. */
  finish(): void;
  /** How it is signed; the clocks are known once an answer was read. */
  readonly signature: RequestSignature | undefined;
}

/** Signs a message, if there is a key, and prepares for its answer. */
export function prepareRequest(
  message: Uint8Array,
  server: DnsServer,
  key: LoadedTsigKey | undefined,
  settings: ExchangeSettings,
): PreparedRequest {
  if (key === undefined) {
    return { bytes: message, read: decodeMessage, finish: () => undefined, signature: undefined };
  }
  const signed = signMessage(message, key, { nowSeconds: settings.nowSeconds() });
  const verifier = new ReplyVerifier({
    key,
    requestMac: signed.mac,
    nowSeconds: settings.nowSeconds,
    server: formatServer(server),
  });
  return {
    bytes: signed.message,
    read: (reply) => verifier.accept(reply),
    finish: () => verifier.finish(),
    get signature() {
      const { clockDifferenceSeconds } = verifier;
      return { keyName: key.name, algorithm: key.algorithm, clockDifferenceSeconds };
    },
  };
}
