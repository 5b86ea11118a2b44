import type { LogEvent } from '../../fluent/forward-message.ts';

const line = /^(\S+) (stdout|stderr) (\S*) (.*)$/s;
const time = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/**
 * A line as container runtimes write it: when, to which stream, whole or in part, and what (kubernetes/design-proposals,
 * "CRI: Log management"). Parts are not put together, as with fluent-bit's parser `cri`. Other text becomes a record of its
 * own, with the time it was read.
 */
export function parseCriLine(text: string, readAtNs: bigint): LogEvent {
  const [, writtenAt = '', stream, logtag, message] = line.exec(text) ?? [];
  const [, second = '', fraction = '', zone = ''] = time.exec(writtenAt) ?? [];
  const secondMs = Date.parse(`${second}${zone}`);
  if (Number.isNaN(secondMs)) return { timestampNs: readAtNs, record: { log: text } };
  const timestampNs = BigInt(secondMs) * 1_000_000n + BigInt(fraction.padEnd(9, '0'));
  // Assumption: fluent-bit's parser cri keeps the time in the record too.
  return { timestampNs, record: { time: writtenAt, stream, logtag, message } };
}
