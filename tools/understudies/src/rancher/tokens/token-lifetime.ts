/**
 * How long a token lives: facts/k3s-rancher.md §3, row "Token". 0 asks for one that never expires, and gets the cap.
 *
 * @param capMs - 0 for no cap
 */
export function tokenLifetimeMs(askedMs: number, capMs: number): number {
  if (capMs === 0) return askedMs;
  return askedMs === 0 ? capMs : Math.min(askedMs, capMs);
}
