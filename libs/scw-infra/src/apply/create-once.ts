import { backoffMs, isDoubtful } from '../client/retry.ts';
import type { Session } from '../client/session.ts';
import { sleep } from '../client/sleep.ts';
import { resourceNouns, type ResourceKind } from '../resource.ts';

/** How to create one thing of which there must never be two. */
export interface CreateOnce<T extends { id: string }> {
  resource: ResourceKind;
  /** What there is already of this name or tag, best first. */
  find: () => Promise<T[]>;
  create: () => Promise<T>;
  /** Removes one too many, which an answer that came too late to be read has left. */
  discard: (extra: T) => Promise<void>;
}

/**
 * Creates it, unless it is there. After a lost answer it is looked for before it is created again;
 * and should the lost call have taken effect after that look, only one of the two is kept.
 */
export async function createOnce<T extends { id: string }>(
  session: Session,
  once: CreateOnce<T>,
): Promise<T> {
  const { retry, random } = session.client;
  const [present] = await once.find();
  if (present) return present;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const created = await once.create();
      return attempt === 1 ? created : await keepOne(once, created);
    } catch (error) {
      // Any refusal of a repeated create may come from what the lost one has made.
      if (!isDoubtful(error) && attempt === 1) throw error;
      const what = `the fate of a lost create of ${resourceNouns[once.resource]}`;
      session.progress(once.resource, 'create', what);
      await sleep(backoffMs(retry, attempt, random()), session.signal, what);
      const [landed] = await once.find();
      if (landed) return landed;
      if (!isDoubtful(error) || attempt >= retry.maxAttempts) throw error;
    }
  }
}

/** Keeps the best of what there is, the one just created included. */
async function keepOne<T extends { id: string }>(once: CreateOnce<T>, created: T): Promise<T> {
  const found = await once.find();
  const all = found.some(({ id }) => id === created.id) ? found : [...found, created];
  const [kept = created, ...extras] = all;
  for (const extra of extras) await once.discard(extra);
  return kept;
}
