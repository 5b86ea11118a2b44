import { readToken, type TokenSummary } from '@wescale/rancher-client';
import { connectRancher } from '../rancher/rancher-connection.ts';
import { rancherSecrets } from '../rancher/rancher-passwords.ts';
import type { StepContext } from '../steps/step.ts';
import type { Finding } from './check.ts';
import { dayMs, formatDays } from './days.ts';

const leastDaysLeft = 14;

/** How long the token is good that later runs sign in to Rancher with; nothing where none is kept. */
export async function checkRancherToken(
  address: string,
  context: Omit<StepContext, 'outputsOf' | 'progress' | 'notice'>,
  now: Date,
): Promise<Finding[]> {
  const { secrets, signal } = context;
  if ((await secrets.read(rancherSecrets.token)) === undefined) return [];
  const outputsOf = () => ({ address });
  const rancher = await connectRancher({ ...context, outputsOf, progress: () => undefined });
  const token = await readToken(rancher, rancher.tokenId ?? '', { signal });
  return [judgeRancherToken(token, secrets.path(rancherSecrets.token), now)];
}

/**
 * Whether the end of a token is near (pure).
 *
 * @param path where it is kept
 */
export function judgeRancherToken(
  token: Pick<TokenSummary, 'expiresAt'> | undefined,
  path: string,
  now: Date,
): Finding {
  const check = 'rancher-token';
  const remedy = `remove ${path}, then run hunt core, which makes another one`;
  if (token === undefined)
    return { check, ok: false, message: 'Rancher does not list the one that is kept', remedy };
  const { expiresAt } = token;
  if (expiresAt === undefined) return { check, ok: true, message: 'good for ever' };
  const leftDays = (expiresAt.getTime() - now.getTime()) / dayMs;
  const message = `good for ${formatDays(leftDays)}, until ${expiresAt.toISOString()}`;
  return { check, ok: leftDays > leastDaysLeft, message, remedy };
}
