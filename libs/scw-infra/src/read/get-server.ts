import { requireAnswer } from '../client/require-answer.ts';
import type { Session } from '../client/session.ts';
import type { ActualServer } from './actual.ts';
import { fromServer } from './from-sdk.ts';

/** @throws {ResourceNotFound} */
export async function getServer(session: Session, serverId: string): Promise<ActualServer> {
  const answer = await session.instance.getServer({ serverId });
  return fromServer(requireAnswer(answer.server, ['read instance', 'GET', `/servers/${serverId}`]));
}

/** For example `starting: allocating node`. */
export function describeState(server: ActualServer | undefined): string {
  if (server === undefined) return 'gone';
  return server.stateDetail === '' ? server.state : `${server.state}: ${server.stateDetail}`;
}
