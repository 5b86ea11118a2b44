import { expect, test } from 'vitest';
import { parseRenewerConfiguration } from './renewer-configuration.ts';

const complete = {
  directoryUrl: 'https://ca.example/dir',
  names: ['hunt.example'],
  nameServer: { host: '127.0.0.1' },
  tsigKey: { name: 'challenges', algorithm: 'hmac-sha256', secret: 'aHVudGVyMg==' },
  stateDirectory: '/s',
  certificateDirectory: '/c',
  reloadCommand: [],
};

const parsing = (changes: object) => () =>
  parseRenewerConfiguration(JSON.stringify({ ...complete, ...changes }), 'f.json');

test('a complete file is taken as it is', () => {
  expect(parsing({})()).toEqual(complete);
});

test.each(Object.keys(complete))('a file without %s names it and the remedy, never the key', (field) => {
  expect(parsing({ [field]: undefined })).toThrow(
    new RegExp(`^f.json has no ${field}; have it written again by: hunt core$`),
  );
});

test.each([
  ['directoryUrl', 7],
  ['contact', ''],
  ['names', []],
  ['names', ['hunt.example', 7]],
  ['names', 'hunt.example'],
  ['nameServer', '127.0.0.1'],
  ['tsigKey', { name: 'challenges' }],
  ['stateDirectory', ''],
  ['reloadCommand', 'systemctl reload nginx'],
])('%s is refused as %j, and the value is not repeated', (field, value) => {
  expect(parsing({ [field]: value })).toThrow(
    new RegExp(`^f.json has a ${field} that is not [^;"]+; have it written again by: hunt core$`),
  );
});

test('what is not JSON is refused without being repeated', () => {
  expect(() => parseRenewerConfiguration('{ "secret": "hunter2"', 'f.json')).toThrow(
    /^f.json is not a JSON object;/,
  );
});
