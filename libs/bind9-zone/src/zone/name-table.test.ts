import { expect, test } from 'vitest';
import { encodeName } from '../names/encode-name.ts';
import { NameTable } from './name-table.ts';
import { compareWireNames } from './sort-names.ts';

test('a name has one number, whatever its case, and is found by it', () => {
  const table = new NameTable();
  const wire = encodeName('Www.Example.');
  expect(table.intern(wire, wire.length)).toBe(0);
  const lower = encodeName('www.example.');
  expect([table.intern(lower, lower.length), table.find(lower, 0, lower.length)]).toEqual([0, 0]);
  expect([table.isSpelled(0, wire), table.isSpelled(0, lower)]).toEqual([true, false]);
  expect(Buffer.from(table.wire(0))).toEqual(Buffer.from(wire));
});

test('very many names are all kept, the root among them', () => {
  const table = new NameTable();
  const names = ['.', ...Array.from({ length: 5000 }, (_, index) => `n${index}.example.`)].map(encodeName);
  names.forEach((wire, id) => {
    expect(table.intern(wire, wire.length)).toBe(id);
  });
  names.forEach((wire, id) => {
    expect(table.find(wire, 0, wire.length)).toBe(id);
  });
  const absent = encodeName('absent.example.');
  expect(table.find(absent, 0, absent.length)).toBe(-1);
});

// RFC 4034 section 6.1.
test('names are in the order of DNSSEC', () => {
  const expected = [
    'example.',
    'a.example.',
    'yljkjljk.a.example.',
    'Z.a.example.',
    'zABC.a.EXAMPLE.',
    'z.example.',
  ];
  const all = [...expected, '\\001.z.example.', '*.z.example.', '\\200.z.example.'];
  const table = new NameTable();
  for (const name of [...all].reverse()) {
    const wire = encodeName(name);
    table.intern(wire, wire.length);
  }
  const order = all
    .map((_, id) => id)
    .sort((one, other) => compareWireNames(table.wires, table.startOf(one), table.startOf(other)));
  expect(order.map((id) => all.length - 1 - id)).toEqual(all.map((_, id) => id));
});
