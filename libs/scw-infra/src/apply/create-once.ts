import type { Session } from '../client/session.ts';
import { resourceNouns, type ResourceKind } from '../resource.ts';
import { sendOnce } from './send-once.ts';

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
  const [present] = await once.find();
  if (present) return present;
  return sendOnce(session, {
    resource: once.resource,
    action: 'create',
    what: `the fate of a lost create of ${resourceNouns[once.resource]}`,
    send: async (attempt) => {
      const created = await once.create();
      return attempt === 1 ? created : keepOne(once, created);
    },
    findLanded: async () => (await once.find())[0],
  });
}

/** Keeps the best of what there is, the one just created included. */
async function keepOne<T extends { id: string }>(once: CreateOnce<T>, created: T): Promise<T> {
  const found = await once.find();
  const all = found.some(({ id }) => id === created.id) ? found : [...found, created];
  const [kept = created, ...extras] = all;
  for (const extra of extras) await once.discard(extra);
  return kept;
}
