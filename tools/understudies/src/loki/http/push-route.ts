import { nowNs, type Loki } from '../loki.ts';
import { LokiError } from '../loki-error.ts';
import { acceptPush, type AcceptedPush } from '../push/accept-push.ts';
import { decodePush } from '../push/decode-push.ts';
import type { Answer, LokiRequest } from './answer.ts';

/** `POST /loki/api/v1/push`: 204 once all lines are written, and the first refusal when some were refused. */
export async function push(loki: Loki, { headers, body }: LokiRequest): Promise<Answer> {
  const streams = await decodePush({
    contentType: headers['content-type'],
    contentEncoding: headers['content-encoding'],
    body,
  });
  const lines = streams.reduce((sum, { entries }) => sum + entries.length, 0);
  const bytes = streams.reduce(
    (sum, { entries }) => sum + entries.reduce((size, { line }) => size + Buffer.byteLength(line), 0),
    0,
  );
  if (!loki.rate.take(bytes, loki.now().getTime())) {
    loki.metrics.countDiscarded({ rate_limited: lines });
    throw new LokiError(
      429,
      `Ingestion rate limit exceeded for user fake (limit: ${loki.rate.bytesPerSecond} bytes/sec) while attempting to ingest '${lines}' lines totaling '${bytes}' bytes, reduce log volume or contact your Loki administrator to see if the limit can be increased`,
    );
  }
  let accepted: AcceptedPush | undefined;
  const { oldestAcceptedNs } = loki.configuration;
  await loki.store.push(() => {
    accepted = acceptPush(loki.store, streams, { nowNs: nowNs(loki), oldestAcceptedNs });
    return accepted.kept;
  });
  loki.metrics.lines += lines;
  loki.metrics.bytes += bytes;
  loki.metrics.countDiscarded(accepted?.discarded ?? {});
  if (accepted?.error !== undefined) throw accepted.error;
  return { status: 204 };
}
