import { expect, test } from 'vitest';
import { environmentSchema } from './environment-schema.ts';
import { huntSchema } from './hunt-schema.ts';
import { parseYaml } from './read-yaml.ts';

const good = `
name: demo
domain: demo.example.com
instance:
  type: DEV1-M
  image: debian_bookworm
  rootVolumeSizeGigabytes: 20
`;

const parseHunt = (text: string) => parseYaml(text, 'hunt.yaml', huntSchema);
const parseEnvironment = (text: string) => parseYaml(text, 'environments/x.yaml', environmentSchema);

test('defaults are filled in', () => {
  expect(parseHunt(good).system).toEqual({ hostName: 'game-master', timeZone: 'UTC', packages: [] });
});

test.each([
  [
    'an unknown key',
    `${good}colour: red\n`,
    'hunt.yaml:8: colour: is not a known field; remove it or correct its name',
  ],
  ['a misspelt inner key', good.replace('type:', 'typ:'), 'hunt.yaml:5: instance.typ: is not a known field'],
  [
    'a missing field',
    good.replace('  type: DEV1-M\n', ''),
    'hunt.yaml:4: instance.type: is missing; write a string',
  ],
  [
    'a wrong type',
    good.replace('20', 'big'),
    'hunt.yaml:7: instance.rootVolumeSizeGigabytes: expects a number, not "big"',
  ],
  [
    'a size out of range',
    good.replace('20', '2'),
    'hunt.yaml:7: instance.rootVolumeSizeGigabytes: Too small',
  ],
  [
    'a bad domain',
    good.replace('demo.example.com', 'demo_example'),
    'hunt.yaml:3: domain: expects a DNS name',
  ],
  ['text that is not YAML', 'name: [', 'hunt.yaml:1: is not YAML'],
  ['an empty file', '', 'hunt.yaml:1: expects an object'],
  [
    'a secondary whose address is none',
    `${good}dns: { secondaries: [{ name: ns2.example.org, address: ns2.example.org }] }\n`,
    'hunt.yaml:8: dns.secondaries.0.address: expects an IPv4 or IPv6 address',
  ],
  [
    'a secondary without a name',
    `${good}dns:\n  secondaries:\n    - address: 192.0.2.2\n`,
    'hunt.yaml:9: dns.secondaries.0.name: is missing; write a string',
  ],
  [
    'a secondary twice',
    `${good}dns:\n  secondaries:\n    - { name: ns2.example.org, address: 192.0.2.2 }\n    - { name: ns2.example.org, address: 192.0.2.3 }\n`,
    'hunt.yaml:9: dns.secondaries: expects each secondary to have a name of its own',
  ],
  [
    'a secondary with the name of the first name server',
    `${good}dns:\n  secondaries:\n    - { name: ns1.demo.example.com, address: 192.0.2.2 }\n`,
    'hunt.yaml:9: dns.secondaries: expects other names than ns1.demo.example.com',
  ],
  [
    'a key with a name that is none',
    `${good}dns: { secondaries: [{ name: ns2.example.org, address: 192.0.2.2, transferKey: Key One }] }\n`,
    'hunt.yaml:8: dns.secondaries.0.transferKey: expects the name of a TSIG key',
  ],
  [
    'a time zone that is none',
    `${good}system: { timeZone: Mars/Olympus }\n`,
    'hunt.yaml:8: system.timeZone: expects a time zone',
  ],
])('%s is one clear error with file, line and field', (_, text, message) => {
  expect(() => parseHunt(text)).toThrow(message);
});

test('all findings come at once', () => {
  const text = good.replace('type:', 'typ:').replace('name: demo', 'name: Demo!');
  expect(() => parseHunt(text)).toThrow(/name: expects at most 32(.|\n)*instance\.type(.|\n)*instance\.typ:/);
});

test('a zone that Scaleway does not have is refused with the form of one', () => {
  expect(() => parseEnvironment('provider: scaleway\nzone: fr-par-9\n')).toThrow(
    'environments/x.yaml:2: zone: expects a Scaleway zone, like fr-par-1',
  );
});

test('an unknown provider names the known ones', () => {
  expect(() => parseEnvironment('provider: aws\n')).toThrow('provider: expects one of stage, scaleway');
});
