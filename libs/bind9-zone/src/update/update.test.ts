import { describe, expect, test } from 'vitest';
import { decodeMessage } from '../message/decode-message.ts';
import { MessageTooLongError } from '../message/errors.ts';
import type { WireRecord } from '../message/message.ts';
import { encodeName } from '../names/encode-name.ts';
import { encodeUpdate } from './encode-update.ts';
import { InvalidUpdateError } from './errors.ts';
import { findUnapplied } from './find-unapplied.ts';
import { splitUpdate } from './split-update.ts';
import type { UpdateStep } from './update.ts';

const zone = 'example.org.';
const name = 'a.example.org.';
const a = (last: number): Uint8Array => Uint8Array.from([192, 0, 2, last]);
const add = (last: number, ttlSeconds = 60, owner = name): UpdateStep => ({
  kind: 'add',
  name: owner,
  type: 'A',
  ttlSeconds,
  data: `192.0.2.${last}`,
});
const removal = (last: number): UpdateStep => ({
  kind: 'delete-record',
  name,
  type: 'A',
  data: `192.0.2.${last}`,
});
const deleteSet: UpdateStep = { kind: 'delete-set', name, type: 'A' };

test('prerequisites and steps are written as RFC 2136 sections 2.4 and 2.5 have them', () => {
  const message = decodeMessage(
    encodeUpdate(
      {
        zone,
        prerequisites: [
          { kind: 'set-exists', name, type: 'A' },
          { kind: 'set-equals', name, type: 'A', data: ['192.0.2.1', '192.0.2.2'] },
          { kind: 'set-absent', name, type: 'A' },
          { kind: 'name-in-use', name },
          { kind: 'name-absent', name },
        ],
        steps: [add(1), removal(2), deleteSet, { kind: 'delete-name', name }],
      },
      7,
    ),
  );
  const summary = ({ type, class: recordClass, ttlSeconds, rdata }: WireRecord): unknown[] => [
    type,
    recordClass,
    ttlSeconds,
    rdata.length,
  ];
  expect(message.opcode).toBe(5);
  expect(message.questions).toEqual([{ name: zone, type: 6, class: 1 }]);
  expect(message.answers.map(summary)).toEqual([
    [1, 255, 0, 0],
    [1, 1, 0, 4],
    [1, 1, 0, 4],
    [1, 254, 0, 0],
    [255, 255, 0, 0],
    [255, 254, 0, 0],
  ]);
  expect(message.authorities.map(summary)).toEqual([
    [1, 1, 60, 4],
    [1, 254, 0, 4],
    [1, 255, 0, 0],
    [255, 255, 0, 0],
  ]);
});

describe('cutting an update', () => {
  const steps = Array.from({ length: 5000 }, (_, index) => add(index % 250, 60, `host-${index}.example.org`));
  const prerequisites = [{ kind: 'name-in-use', name }] as const;

  test('keeps what fits in one message', () => {
    const update = { zone, prerequisites, steps: steps.slice(0, 1500) };
    expect(splitUpdate(update)).toEqual([update]);
  });

  test('keeps order and puts the prerequisites first when it does not', () => {
    const messages = splitUpdate({ zone, prerequisites, steps });
    expect(messages.length).toBeGreaterThan(1);
    expect(messages.flatMap((message) => message.steps)).toEqual(steps);
    expect(messages.map((message) => message.prerequisites?.length ?? 0)).toEqual([
      1,
      ...messages.slice(1).map(() => 0),
    ]);
    for (const message of messages) expect(encodeUpdate(message, 0).length).toBeLessThan(65_000);
  });

  test('refuses a single step that is too large', () => {
    const data = `\\# 65500 ${'00'.repeat(65_500)}`;
    const steps: UpdateStep[] = [{ kind: 'add', name, type: 'TYPE65280', ttlSeconds: 1, data }];
    expect(() => splitUpdate({ zone, steps })).toThrow(MessageTooLongError);
  });
});

describe('a zone read after an update', () => {
  const record = (last: number, ttlSeconds = 60, owner = name): WireRecord => ({
    name: owner,
    type: 1,
    class: 1,
    ttlSeconds,
    rdata: a(last),
  });
  const ns = (target: string): WireRecord => ({
    name: zone,
    type: 2,
    class: 1,
    ttlSeconds: 60,
    rdata: encodeName(target),
  });

  test.each<[string, UpdateStep[], WireRecord[]]>([
    ['an added record, in other case', [add(1)], [record(1, 60, 'A.Example.org.')]],
    ['a record removed', [removal(1)], [record(2)]],
    ['a record removed and added again', [removal(1), add(1)], [record(1)]],
    ['a record added and removed again', [add(1), removal(1)], []],
    ['a set replaced', [deleteSet, add(2)], [record(2)]],
    ['a set added and deleted', [add(1), deleteSet], []],
    ['a name deleted and used again', [{ kind: 'delete-name', name }, add(3)], [record(3)]],
    ['a new time to live', [add(1, 300)], [record(1, 300)]],
    ['the last of two times to live', [add(1, 300), add(2, 60)], [record(1), record(2)]],
    [
      'the top of the zone emptied but for what is kept',
      [{ kind: 'delete-name', name: zone }],
      [ns('ns.test')],
    ],
    [
      'names inside records in other case',
      [{ kind: 'add', name: zone, type: 'NS', ttlSeconds: 60, data: 'NS.test.' }],
      [ns('ns.TEST')],
    ],
  ])('shows %s', (_title, steps, records) => {
    expect(findUnapplied(zone, steps, records)).toEqual([]);
  });

  test.each<[string, UpdateStep[], WireRecord[], number[]]>([
    ['one of two records', [add(1), add(2)], [record(1)], [1]],
    ['a removal', [removal(1), add(2)], [record(1), record(2)], [0]],
    ['a set that keeps a record', [deleteSet, add(2)], [record(1), record(2)], [0]],
    ['a name that is still in use', [{ kind: 'delete-name', name }], [record(1)], [0]],
    ['a time to live', [add(1, 300)], [record(1, 60)], [0]],
  ])('does not show %s', (_title, steps, records, unapplied) => {
    expect(findUnapplied(zone, steps, records)).toEqual(unapplied.map((index) => steps[index]));
  });
});

test.each([
  ['NOPE', 'x', '"NOPE" is no type of record'],
  ['A', '192.0.2', 'the A record of a.example.org. cannot be written'],
  ['NS', 'relative', 'the NS record of a.example.org. cannot be written'],
])('a step with %s %s is refused before anything is sent', (type, data, reason) => {
  const steps: UpdateStep[] = [{ kind: 'delete-record', name, type, data }];
  expect(() => encodeUpdate({ zone, steps }, 1)).toThrow(InvalidUpdateError);
  expect(() => encodeUpdate({ zone, steps }, 1)).toThrow(reason);
});
