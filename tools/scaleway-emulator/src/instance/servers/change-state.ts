import type { Server, ServerStatus } from '../../state/server.ts';
import type { World } from '../../state/world.ts';

export interface Phase {
  state: ServerStatus;
  detail: string;
  durationMs: number;
}

/** Puts a server in a state now. */
export function enterState(world: World, server: Server, state: ServerStatus, detail: string): void {
  server.state = state;
  server.stateDetail = detail;
  server.modifiedAt = world.clock.now();
}

/**
 * Leads a server through phases that take time while its machine works; `then` happens when both are done. When the
 * machine driver fails, the server is back where it was.
 */
export function changeState(
  world: World,
  server: Server,
  change: { phases: readonly Phase[]; work: (signal: AbortSignal) => Promise<void>; then: () => void },
): void {
  const before: [ServerStatus, string] =
    server.state === 'starting' ? ['stopped', ''] : [server.state, server.stateDetail];
  const walk = async (signal: AbortSignal): Promise<void> => {
    for (const phase of change.phases) {
      enterState(world, server, phase.state, phase.detail);
      await world.clock.sleep(phase.durationMs, signal);
    }
  };
  world.activities.start(server.id, async (signal) => {
    const walking = new AbortController();
    try {
      await Promise.all([walk(AbortSignal.any([signal, walking.signal])), change.work(signal)]);
    } catch (cause) {
      walking.abort();
      if (!signal.aborted) enterState(world, server, ...before);
      throw cause;
    }
    signal.throwIfAborted();
    change.then();
  });
}
