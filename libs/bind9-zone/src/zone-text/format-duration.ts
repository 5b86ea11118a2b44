const units: readonly (readonly [letter: string, name: string, seconds: number])[] = [
  ['w', 'week', 604800],
  ['d', 'day', 86400],
  ['h', 'hour', 3600],
  ['m', 'minute', 60],
  ['s', 'second', 1],
];

/** How often each unit fits, the largest first, those that do not fit left out. */
function split(seconds: number): { letter: string; name: string; count: number }[] {
  let rest = seconds;
  return units.flatMap(([letter, name, size]) => {
    const count = Math.floor(rest / size);
    rest -= count * size;
    return count > 0 ? [{ letter, name, count }] : [];
  });
}

/** A TTL as a zone file may have it: `1h30m`; a number alone where units would not make it shorter to read. */
export function formatTtl(seconds: number): string {
  const parts = split(seconds);
  if (parts.length === 0 || parts.length > 2 || parts.some(({ letter }) => letter === 's'))
    return String(seconds);
  return parts.map(({ letter, count }) => `${count}${letter}`).join('');
}

/** A duration in words: `1 hour 30 minutes`. */
export function describeDuration(seconds: number): string {
  const parts = split(seconds).map(({ name, count }) => `${count} ${name}${count === 1 ? '' : 's'}`);
  return parts.length === 0 ? '0 seconds' : parts.join(' ');
}
