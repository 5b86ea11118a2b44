export const dayMs = 86_400_000;

/** For example `60 days`, and `12 hours` where it is less than two days. */
export function formatDays(days: number): string {
  return days < 2 ? `${Math.floor(days * 24)} hours` : `${Math.floor(days)} days`;
}
