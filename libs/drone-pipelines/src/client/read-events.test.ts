import { expect, test } from 'vitest';
import { readEvents } from './read-events.ts';

async function read(chunks: readonly (string | Uint8Array)[]): Promise<unknown[]> {
  const source = (async function* () {
    for (const chunk of chunks) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  })();
  const events = [];
  for await (const event of readEvents(source)) events.push(event);
  return events;
}

const STREAM = ': ping\n\ndata: {"pos":0,"out":"é\\n"}\n\nevent: error\ndata: eof\n\n';
const EVENTS = [
  { event: 'message', data: '{"pos":0,"out":"é\\n"}' },
  { event: 'error', data: 'eof' },
];

test('events come out, pings do not', async () => {
  expect(await read([STREAM])).toEqual(EVENTS);
});

test('it does not matter where the network cuts, in the middle of a character either', async () => {
  const bytes = Buffer.from(STREAM);
  for (let at = 1; at < bytes.length; at++)
    expect(await read([bytes.subarray(0, at), bytes.subarray(at)]), String(at)).toEqual(EVENTS);
});

test('CRLF ends lines, and lines of data add up', async () => {
  expect(await read(['data: a\r\ndata:b\r\n\r\n'])).toEqual([{ event: 'message', data: 'a\nb' }]);
});
