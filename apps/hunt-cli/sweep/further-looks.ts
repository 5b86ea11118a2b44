/** From this call on, the same read again is one of a wait that looks at several things by turns. */
const firstOfWait = 4;
/** More than there are in any wait. */
const mostLooks = 500;

/**
 * Of sites that were met: those that only look once more at what was looked at often enough. How many they are depends on
 * how long there is to wait, and each would want a first run of its own.
 */
export function furtherLooks(struck: readonly string[]): string[] {
  return struck.flatMap((site) => {
    const [, call, nth] = /^(GET .*) \(call (\d+)\)$/.exec(site) ?? [];
    if (call === undefined || Number(nth) !== firstOfWait) return [];
    return Array.from({ length: mostLooks }, (_, index) => `${call} (call ${firstOfWait + 1 + index})`);
  });
}
