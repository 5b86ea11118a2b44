import { Bind9ZoneError } from '../errors.ts';
import { describeClocks } from './request-signature.ts';
import type { LoadedTsigKey } from './tsig-key.ts';

/** What RFC 8945 sections 3 and 5.2 call the reasons for which a signature is not accepted. */
export type TsigProblem = 'BADSIG' | 'BADKEY' | 'BADTIME' | 'BADTRUNC';

export const tsigProblems: Readonly<Partial<Record<number, TsigProblem>>> = {
  16: 'BADSIG',
  17: 'BADKEY',
  18: 'BADTIME',
  22: 'BADTRUNC',
};

const codes = {
  BADSIG: 'bad-sig',
  BADKEY: 'bad-key',
  BADTIME: 'bad-time',
  BADTRUNC: 'bad-trunc',
} as const;

const advice: Readonly<Record<TsigProblem, string>> = {
  BADSIG: 'The secret is another one than the server has for this key: compare both.',
  BADKEY: 'The server has no key of this name with this algorithm: compare names and algorithms.',
  BADTIME: 'The clocks are too far apart: set the wrong one.',
  BADTRUNC: 'The server does not accept a MAC cut this short: send the whole one.',
};

/** A signature was not accepted: ours by the server, or the server's by us. `problem` says why. */
export class TsigError extends Bind9ZoneError {
  readonly code: 'bad-sig' | 'bad-key' | 'bad-time' | 'bad-trunc';
  /** The same as the RFC calls it. */
  readonly problem: TsigProblem;
  /** Who did not accept the other's signature. */
  readonly refusedBy: 'server' | 'client';
  readonly server: string;
  readonly keyName: string;
  readonly algorithm: string;
  /** The server's clock minus ours; `undefined` when the answer does not tell. */
  readonly clockDifferenceSeconds: number | undefined;

  constructor(
    problem: TsigProblem,
    facts: {
      refusedBy: 'server' | 'client';
      server: string;
      key: LoadedTsigKey;
      clockDifferenceSeconds?: number | undefined;
    },
  ) {
    const key = `key "${facts.key.name}" (${facts.key.algorithm})`;
    const what =
      facts.refusedBy === 'server'
        ? `${facts.server} did not accept our signature by ${key}: ${problem}. ${advice[problem]}`
        : `The answer of ${facts.server} is not rightly signed by ${key}: ${problem}. It was not used.`;
    const clocks = describeClocks(facts.clockDifferenceSeconds);
    super(`${what} ${clocks.charAt(0).toUpperCase()}${clocks.slice(1)}.`);
    this.code = codes[problem];
    this.problem = problem;
    this.refusedBy = facts.refusedBy;
    this.server = facts.server;
    this.keyName = facts.key.name;
    this.algorithm = facts.key.algorithm;
    this.clockDifferenceSeconds = facts.clockDifferenceSeconds;
  }
}

/** A signed request was answered without a signature, so the answer could be anybody's. */
export class UnsignedReplyError extends Bind9ZoneError {
  readonly code = 'unsigned-reply';
  readonly server: string;
  readonly rcode: string;

  constructor(server: string, rcode: string) {
    super(
      `${server} answered a signed request with ${rcode} and no signature, so the answer was not used. ` +
        'Check that this is the right server and that it knows TSIG.',
    );
    this.server = server;
    this.rcode = rcode;
  }
}
