const unitsNs: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1000n,
  µs: 1000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
  d: 86_400_000_000_000n,
  w: 604_800_000_000_000n,
  y: 31_536_000_000_000_000n,
};

const part = /(\d+)(ns|us|µs|ms|s|m|h|d|w|y)/g;

/** `1h30m`, `336h`, `7d` in nanoseconds (github.com/prometheus/common model.ParseDuration); `undefined` for other text. */
export function parseDurationNs(text: string): bigint | undefined {
  if (text === '0') return 0n;
  let sum = 0n;
  let read = 0;
  for (const [all, count = '', unit = ''] of text.matchAll(part)) {
    sum += BigInt(count) * (unitsNs[unit] ?? 0n);
    read += all.length;
  }
  return read === text.length && read > 0 ? sum : undefined;
}

export const nanosecondsPerSecond = 1_000_000_000n;
export const nanosecondsPerHour = 3_600_000_000_000n;

/** As errors tell it: `2026-11-24T12:00:00Z`, without what is less than a second. */
export function formatTime(timestampNs: bigint): string {
  return `${new Date(Number(timestampNs / 1_000_000n)).toISOString().slice(0, 19)}Z`;
}
