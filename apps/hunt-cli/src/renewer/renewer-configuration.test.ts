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

test('a complete file is taken as it is', () => {
  expect(parseRenewerConfiguration(JSON.stringify(complete), 'f.json')).toEqual(complete);
});

test.each(Object.keys(complete))('a file without %s names it and the remedy, never the key', (field) => {
  const text = JSON.stringify({ ...complete, [field]: undefined });
  expect(() => parseRenewerConfiguration(text, 'f.json')).toThrow(
    new RegExp(`^f.json has no ${field}; have it written again by: hunt core$`),
  );
});

test('what is not JSON is refused without being repeated', () => {
  expect(() => parseRenewerConfiguration('{ "secret": "hunter2"', 'f.json')).toThrow(
    /^f.json is not a JSON object;/,
  );
});
