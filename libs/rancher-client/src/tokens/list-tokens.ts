import type { CallOptions } from '../client/client-options.ts';
import { isNotFound } from '../client/errors.ts';
import { listAll } from '../client/list.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { fieldOf, textOf } from '../client/wire.ts';
import { withoutExt } from './token-id.ts';

/** A token of the user's, without its secret. */
export interface TokenSummary {
  /** Such as `token-x7k2p`. */
  id: string;
  description: string;
  /** `undefined` for one that never expires. */
  expiresAt: Date | undefined;
  /** Whether it is the one that asks. */
  isCurrent: boolean;
}

/** The user's tokens, of the legacy API and of the new one, whichever is there. */
export async function listTokens(
  rancher: RancherClient,
  { signal }: CallOptions = {},
): Promise<TokenSummary[]> {
  const legacy = await listIfAny(rancher, ['v3', 'tokens'], signal);
  const ext = await listIfAny(rancher, ['v1', 'ext.cattle.io.tokens'], signal);
  const all = [...legacy.map(legacySummary), ...ext.map(extSummary)];
  return [...new Map(all.map((token) => [token.id, token])).values()];
}

/**
 * Reads one token of the user's.
 *
 * @returns `undefined` when it is gone, as after it expired
 */
export async function readToken(
  rancher: RancherClient,
  id: string,
  options: CallOptions = {},
): Promise<TokenSummary | undefined> {
  return (await listTokens(rancher, options)).find((token) => token.id === withoutExt(id));
}

async function listIfAny(
  rancher: RancherClient,
  path: string[],
  signal: AbortSignal | undefined,
): Promise<unknown[]> {
  try {
    return await listAll(rancher, { task: 'list the tokens', path }, { signal });
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}

function legacySummary(token: unknown): TokenSummary {
  return {
    id: withoutExt(textOf(token, 'id') ?? ''),
    description: textOf(token, 'description') ?? '',
    expiresAt: dateOf(textOf(token, 'expiresAt')),
    isCurrent: fieldOf(token, 'current') === true,
  };
}

function extSummary(token: unknown): TokenSummary {
  return {
    id: withoutExt(textOf(token, 'metadata', 'name') ?? textOf(token, 'id') ?? ''),
    description: textOf(token, 'spec', 'description') ?? '',
    expiresAt: dateOf(textOf(token, 'status', 'expiresAt')),
    isCurrent: fieldOf(token, 'status', 'current') === true,
  };
}

const dateOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);
