import { describeFailure, hasNoRoute } from '../exchange/describe-failure.ts';
import { formatServer, type DnsServer } from '../exchange/dns-server.ts';
import { ask, type AskOptions } from '../query/ask.ts';
import { findDisagreement, isLame, questionOf, type Expectation } from './expectation.ts';

/** An address of an authoritative server. */
export interface AuthoritativeAddress extends DnsServer {
  /** What its NS record calls it. */
  readonly name?: string;
}

/** Whether a server has the change. */
export interface ServerAgreement {
  /** Its name and address. */
  readonly server: string;
  /**
   * `unknown`: nobody is waited for, since this host has no route to the address, as without IPv6, or the patience with
   * a lame server is over.
   */
  readonly state: 'agrees' | 'waiting' | 'unknown';
  /** Why not, when it does not agree; nothing yet when it was not heard. */
  readonly reason?: string;
  /** It gave no answer with authority. Resolvers ask the next server then, so nobody is misled (RFC 9499 section 7). */
  readonly isLame?: boolean;
}

export function describeAddress(address: AuthoritativeAddress): string {
  return address.name === undefined ? formatServer(address) : `${address.name} (${formatServer(address)})`;
}

/** Asks one server everything that is expected, and stops at the first thing that is not so. */
export async function checkServer(
  address: AuthoritativeAddress,
  expectations: readonly Expectation[],
  options: AskOptions,
): Promise<ServerAgreement> {
  const server = describeAddress(address);
  try {
    const answers = new Map<string, ReturnType<typeof ask>>();
    for (const expectation of expectations) {
      const question = questionOf(expectation);
      const key = `${question.name} ${question.type}`;
      const asked = answers.get(key) ?? ask(address, question, options);
      answers.set(key, asked);
      const answer = await asked;
      const reason = findDisagreement(expectation, answer);
      if (reason !== undefined) return { server, state: 'waiting', reason, isLame: isLame(answer) };
    }
    return { server, state: 'agrees' };
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    const state = hasNoRoute(error) ? 'unknown' : 'waiting';
    return { server, state, reason: describeFailure(error), isLame: true };
  }
}

/**
 * Asks every address of every authoritative server once, side by side, whether it has what is expected.
 *
 * @throws the reason of the signal when it ends the call
 */
export async function checkPropagation(
  addresses: readonly AuthoritativeAddress[],
  expectations: readonly Expectation[],
  options: AskOptions = {},
): Promise<ServerAgreement[]> {
  return Promise.all(addresses.map((address) => checkServer(address, expectations, options)));
}
