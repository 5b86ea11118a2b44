import { ExchangeFailedError } from './errors.ts';

/** What the operating system says when this host itself has no way to an address. */
const noRouteCodes = new Set(['ENETUNREACH', 'EADDRNOTAVAIL', 'EAFNOSUPPORT']);

/** Whether it is this host that cannot reach an address, as one without IPv6; says nothing about the server. */
export function hasNoRoute(error: unknown): boolean {
  if (!(error instanceof ExchangeFailedError)) return false;
  const { cause } = error;
  return cause instanceof Error && 'code' in cause && noRouteCodes.has(String(cause.code));
}

/** Why a server gave no usable answer, in a few words. */
export function describeFailure(error: unknown): string {
  if (hasNoRoute(error)) return 'this host has no route to it';
  return error instanceof Error ? error.message : String(error);
}
