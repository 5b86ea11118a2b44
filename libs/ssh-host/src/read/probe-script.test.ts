import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseProbe } from './parse-probe.ts';
import { scriptHead } from './probe-script.ts';

test('what the host prints arrives as JSON with the same values', () => {
  const value = fc.string({ unit: 'grapheme' }).filter((text) => !/[\p{Cc}\p{Cs}]/u.test(text));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
      const lines = values.map((each, index) => `fact=some\tname=${index}\tvalue=${each}\n`).join('');
      const output = execFileSync('/bin/sh', ['-c', `${scriptHead}\nto_json`], {
        input: lines,
        encoding: 'utf8',
      });
      const { facts } = parseProbe(output).facts;
      expect(Object.values(facts).map((fact) => fact['value'])).toEqual(values);
    }),
    { numRuns: 25 },
  );
});

test('other lines, broken records and control characters do no harm', () => {
  const lines = 'noise\nfact=some\tname=a\tvalue=\x01\x1b\n';
  const output = execFileSync('/bin/sh', ['-c', `${scriptHead}\nto_json`], {
    input: lines,
    encoding: 'utf8',
  });
  expect(parseProbe(`${output}{"journal":{"run":"x"\n{"end":"probe"}\n`)).toEqual({
    isComplete: true,
    facts: { facts: { 'some a': { fact: 'some', name: 'a', value: '??' } } },
  });
});
