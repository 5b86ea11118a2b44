import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { InvalidOption } from '../errors/run-errors.ts';
import { createScalewayClient, type ScalewayClientOptions } from './scaleway-client.ts';

const valid: ScalewayClientOptions = {
  accessKey: 'SCWABCDEFGHIJKLMNOPQ',
  secretKey: '11111111-2222-4333-8444-555555555555',
  projectId: '11111111-2222-4333-8444-666666666666',
  organizationId: '11111111-2222-4333-8444-777777777777',
  region: 'fr-par',
  zone: 'fr-par-1',
};

describe('createScalewayClient', () => {
  test.each<Partial<ScalewayClientOptions>>([
    { apiUrl: 'ftp://api' },
    { accessKey: 'SCW' },
    { secretKey: 'hush-hush' },
    { projectId: '' },
    { organizationId: 'me' },
    { region: 'fr-par-1' },
    { zone: 'fr-par' },
    { timeoutMs: 0 },
  ])('refuses %j by name, without repeating it', (wrong) => {
    const create = () => createScalewayClient({ ...valid, ...wrong });
    expect(create).toThrow(InvalidOption);
    expect(create).toThrow(expect.objectContaining({ option: Object.keys(wrong)[0] }));
    expect(create).not.toThrow(/hush-hush/);
  });

  test('does not show its keys', () => {
    const client = createScalewayClient(valid);
    const shown = `${inspect(client, { depth: 9, showHidden: true })}${JSON.stringify(client)}`;
    expect(shown).not.toContain(valid.secretKey);
    expect(shown).not.toContain(valid.accessKey);
  });
});
