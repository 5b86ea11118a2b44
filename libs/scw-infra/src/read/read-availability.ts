import type { Session } from '../client/session.ts';
import type { Offer } from './actual.ts';
import { listAll } from './list-all.ts';

/** What the session's zone has of the commercial types that it offers. */
export async function readAvailability(
  session: Session,
): Promise<Record<string, NonNullable<Offer['availability']>>> {
  const types = await listAll(async (page) => {
    const answer = await session.instance.getServerTypesAvailability({ page });
    return { items: Object.entries(answer.servers), totalCount: answer.totalCount };
  });
  return Object.fromEntries(types.map(([type, { availability }]) => [type, availability]));
}
