import { describeFailure, hasNoRoute } from '../exchange/describe-failure.ts';
import { formatServer, type DnsServer } from '../exchange/dns-server.ts';
import { ask, type AskOptions } from '../query/ask.ts';
import { findDisagreement, questionOf, type Expectation } from './expectation.ts';

/** An address of an authoritative server. */
export interface AuthoritativeAddress extends DnsServer {
  /** What its NS record calls it. */
  readonly name?: string;
}

/** Whether a server has the change. */
export interface ServerAgreement {
  /** Its name and address. */
  readonly server: string;
  /** `unknown`: this host has no route to the address, as without IPv6, so nobody is waited for. */
  readonly state: 'agrees' | 'waiting' | 'unknown';
  /** Why not, when it does not agree. */
  readonly reason?: string;
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
      const answer = answers.get(key) ?? ask(address, question, options);
      answers.set(key, answer);
      const reason = findDisagreement(expectation, await answer);
      if (reason !== undefined) return { server, state: 'waiting', reason };
    }
    return { server, state: 'agrees' };
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    return { server, state: hasNoRoute(error) ? 'unknown' : 'waiting', reason: describeFailure(error) };
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
