import type { WebSocket } from 'ws';

const pingEveryMs = 5000;

/**
 * A subscription that no event ever comes of: what matters is that it upgrades and stays open. facts/k3s-rancher.md §4,
 * "Upgrade/Connection".
 */
export function subscribe(socket: WebSocket): void {
  const beat = (): void => {
    socket.ping();
    // Assumption: /v3/subscribe sends {"name":"ping"} as text every five seconds, the first at once.
    socket.send(JSON.stringify({ name: 'ping' }));
  };
  beat();
  const timer = setInterval(beat, pingEveryMs);
  socket.once('close', () => clearInterval(timer));
  socket.on('error', () => undefined);
}
