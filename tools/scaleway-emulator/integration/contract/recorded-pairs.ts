import { readFile } from 'node:fs/promises';

/** One request to the real API and its answer. */
export interface RecordedPair {
  /** Cassette and number, such as `ip-basic#3`. */
  name: string;
  method: string;
  /** Path and query. */
  path: string;
  requestBody: string;
  status: number;
  headers: Record<string, string>;
  body: string;
}

const file = new URL('../../../../../shared/fixtures/scaleway/recorded.jsonl', import.meta.url);

/** All recorded pairs by name; undefined when the recordings are not beside the checkout. */
export async function readRecordedPairs(): Promise<Map<string, RecordedPair> | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const pairs = new Map<string, RecordedPair>();
  for (const line of text.trim().split('\n')) {
    const raw = JSON.parse(line) as {
      src: string;
      method: string;
      url: string;
      req: string;
      status: number;
      headers: Record<string, string>;
      body: string;
    };
    const [cassette = '', number = ''] = raw.src.split('/').at(-1)?.split('.cassette.yaml#') ?? [];
    const { pathname, search } = new URL(raw.url);
    const { method, req: requestBody, status, headers, body } = raw;
    const name = `${cassette}#${number}`;
    pairs.set(name, { name, method, path: pathname + search, requestBody, status, headers, body });
  }
  return pairs;
}
