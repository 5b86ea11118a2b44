import { notFound } from '../../http/api-error.ts';
import type { Server } from '../../state/server.ts';
import type { World } from '../../state/world.ts';

export function findServer(world: World, id: string | undefined): Server {
  const server = world.servers.get(id ?? '');
  if (server === undefined) throw notFound('instance_server', id ?? '');
  return server;
}
