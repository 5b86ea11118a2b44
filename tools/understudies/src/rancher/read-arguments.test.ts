import { expect, test } from 'vitest';

import { readArguments } from './read-arguments.ts';

const chart = ['--http-listen-port=80', '--https-listen-port=443', '--add-local=true'];

test('what the chart passes is understood', () => {
  expect(readArguments(chart)).toEqual({ hasCaCertificates: true, httpPort: 80 });
  expect(readArguments(['--no-cacerts', ...chart])).toEqual({ hasCaCertificates: false, httpPort: 80 });
});

test.for(['--debug', '--http-listen-port=http', '--add-local=false'])('%s is refused', (argument) => {
  expect(() => readArguments([argument])).toThrow(argument);
});
