import { expect, test } from 'vitest';
import { renderTemplate } from './render-template.ts';

test('names are replaced by their values, which are not looked at again', () => {
  expect(renderTemplate('{{a}} {{ b.c }} {{ a }} {x}', { a: '{{ b.c }}', 'b.c': 2 })).toBe(
    '{{ b.c }} 2 {{ b.c }} {x}',
  );
});

test('a name without value and a value without name are refused', () => {
  expect(() => renderTemplate('{{ a }} {{ b }}', {})).toThrow('no value for a, b');
  expect(() => renderTemplate('{{ toString }}', {})).toThrow('no value for toString');
  expect(() => renderTemplate('a', { b: 1 })).toThrow('no place for b');
});
