import { describe, expect, test } from 'vitest';
import { checkDesired } from './check-desired.ts';
import type { DesiredInfra } from './desired.ts';
import { InvalidOption } from './errors/run-errors.ts';

const valid: DesiredInfra = {
  name: 'demo',
  tag: 'app=demo',
  sshKey: { name: 'demo', publicKey: 'ssh-ed25519 AAAAC3Nza me' },
  securityGroup: { inboundDefaultPolicy: 'drop', rules: [{ protocol: 'TCP', portFrom: 22 }] },
  instance: {
    commercialType: 'DEV1-S',
    imageLabel: 'debian_bookworm',
    rootVolumeSizeBytes: 20e9,
    cloudInit: '#cloud-config\n',
  },
};

describe('checkDesired', () => {
  test('accepts what can be', () => {
    expect(() => checkDesired(valid)).not.toThrow();
  });

  test.each<[string, (desired: DesiredInfra) => void]>([
    ['name', (desired) => (desired.name = 'Demo')],
    ['tag', (desired) => (desired.tag = 'a,b')],
    ['tag', (desired) => (desired.tag = 'a b')],
    ['sshKey.name', (desired) => (desired.sshKey.name = ' ')],
    ['sshKey.publicKey', (desired) => (desired.sshKey.publicKey = '-----BEGIN PRIVATE KEY-----')],
    [
      'securityGroup.rules[0].portFrom',
      (desired) => (desired.securityGroup.rules = [{ protocol: 'TCP', portFrom: 0 }]),
    ],
    [
      'securityGroup.rules[0].portTo',
      (desired) => (desired.securityGroup.rules = [{ protocol: 'TCP', portTo: 7 }]),
    ],
    [
      'securityGroup.rules[0].portFrom',
      (desired) => (desired.securityGroup.rules = [{ protocol: 'ICMP', portFrom: 7 }]),
    ],
    [
      'securityGroup.rules[0].ipRange',
      (desired) => (desired.securityGroup.rules = [{ protocol: 'ICMP', ipRange: 'home' }]),
    ],
    ['instance.commercialType', (desired) => (desired.instance.commercialType = '')],
    ['instance.imageLabel', (desired) => (desired.instance.imageLabel = 'Debian 12')],
    ['instance.rootVolumeSizeBytes', (desired) => (desired.instance.rootVolumeSizeBytes = 20)],
  ])('refuses a wrong %s by name, without repeating it', (option, spoil) => {
    const desired = structuredClone(valid);
    spoil(desired);
    expect(() => checkDesired(desired)).toThrow(InvalidOption);
    expect(() => checkDesired(desired)).toThrow(expect.objectContaining({ option }));
    expect(() => checkDesired(desired)).not.toThrow(/PRIVATE KEY/);
  });
});
