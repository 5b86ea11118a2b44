import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

import { Type, type Static } from 'typebox';
import { Errors } from 'typebox/value';

import type { Labels } from '../labels.ts';
import { LokiError } from '../loki-error.ts';
import type { StreamPush } from '../store/log-store.ts';

/** docs of Loki's HTTP API, "Ingest logs": nanoseconds as text, the line, and structured metadata when there is some. */
const schema = Type.Object(
  {
    streams: Type.Array(
      Type.Object(
        {
          stream: Type.Record(Type.String(), Type.String()),
          values: Type.Array(Type.Array(Type.Unknown(), { minItems: 2, maxItems: 3 })),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

/** Of a request, before it is unpacked. */
const limitBytes = 100 * 1024 * 1024;

export interface PushRequest {
  contentType: string | undefined;
  contentEncoding: string | undefined;
  body: Buffer;
}

/** Streams of a push in JSON, plain or gzipped. @throws LokiError 400, and 415 for what is not played */
export async function decodePush({ contentType, contentEncoding, body }: PushRequest): Promise<StreamPush[]> {
  if (contentType?.split(';')[0]?.trim() !== 'application/json')
    // Assumption: a push that is not JSON is refused with 415; the real one takes protobuf with snappy, which nobody here sends.
    throw new LokiError(
      415,
      `only application/json is played, not ${contentType ?? 'application/x-protobuf'}`,
    );
  const text = (await unpack(contentEncoding, body)).toString('utf8');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new LokiError(400, `couldn't parse push request: ${error instanceof Error ? error.message : ''}`);
  }
  const [problem] = Errors(schema, value);
  if (problem !== undefined)
    throw new LokiError(400, `couldn't parse push request: ${problem.instancePath}: ${problem.message}`);
  return (value as Static<typeof schema>).streams.map(({ stream, values }) => ({
    labels: checkLabels(stream),
    entries: values.map((entry) => readEntry(entry)),
  }));
}

async function unpack(encoding: string | undefined, body: Buffer): Promise<Buffer> {
  if (encoding === undefined || encoding === '') return body;
  if (encoding !== 'gzip')
    throw new LokiError(400, `Content-Encoding ${JSON.stringify(encoding)} not supported`);
  try {
    return await promisify(gunzip)(body, { maxOutputLength: limitBytes });
  } catch (error) {
    throw new LokiError(400, `gzip: ${error instanceof Error ? error.message : 'invalid header'}`);
  }
}

/** A label without a value is none. */
function checkLabels(labels: Labels): Labels {
  const wrong = Object.keys(labels).find((name) => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name));
  if (wrong !== undefined)
    throw new LokiError(
      400,
      `Error parsing labels '${JSON.stringify(labels)}' with error: unexpected ${wrong}`,
    );
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}

function readEntry([timestamp, line, metadata = {}]: readonly unknown[]): StreamPush['entries'][number] {
  if (typeof timestamp !== 'string' || !/^\d{1,19}$/.test(timestamp))
    throw new LokiError(
      400,
      `couldn't parse push request: a timestamp is nanoseconds as text, not ${JSON.stringify(timestamp)}`,
    );
  if (typeof line !== 'string') throw new LokiError(400, "couldn't parse push request: a line is text");
  const isMap =
    typeof metadata === 'object' &&
    metadata !== null &&
    Object.values(metadata).every((value) => typeof value === 'string');
  if (!isMap) throw new LokiError(400, "couldn't parse push request: structured metadata is text by name");
  return { timestampNs: BigInt(timestamp), line, metadata: metadata as Labels };
}
