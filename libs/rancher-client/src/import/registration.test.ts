import { describe, expect, test } from 'vitest';
import { timeline } from '../../integration/timeline.ts';
import { readRegistration } from './registration.ts';

const setting = { id: 'server-url', value: 'https://rancher.hunt.test' };
const registrations = (...some: object[]): object => ({
  data: some.map((one) => ({ id: 'x', clusterId: 'c-abcde', ...one })),
});
const manifestUrl = 'https://rancher.hunt.test/v3/import/abc_c-abcde.yaml';

describe('a registration token', () => {
  test('is waited for until it has an address, and the one that lasts longest is taken', async () => {
    const { rancher, waits } = timeline([
      setting,
      registrations({ manifestUrl: '' }),
      registrations({ manifestUrl: '' }),
      registrations(
        { id: 'old', manifestUrl, expiresAt: '1969-12-31T00:00:00Z' },
        { id: 'new', manifestUrl, expiresAt: '1970-02-01T00:00:00Z' },
        { id: 'older', manifestUrl, expiresAt: '1970-01-20T00:00:00Z' },
        { id: 'foreign', clusterId: 'c-other', manifestUrl },
      ),
    ]);
    expect((await readRegistration(rancher, 'c-abcde')).id).toBe('new');
    expect(waits.join()).toContain('has not written its address yet');
  });

  test('with a placeholder in its address is not used', async () => {
    const literal = manifestUrl.replace('abc', '{token}');
    const { rancher } = timeline([setting, registrations({ manifestUrl: literal })]);
    await expect(readRegistration(rancher, 'c-abcde')).rejects.toMatchObject({
      code: 'registration-unusable',
    });
    const mended = timeline([
      setting,
      registrations({ manifestUrl: literal }),
      registrations({ manifestUrl: literal }),
      registrations({ manifestUrl }),
    ]);
    expect((await readRegistration(mended.rancher, 'c-abcde')).manifestUrl).toBe(manifestUrl);
  });

  test('is not asked for while Rancher does not know its own address', async () => {
    const { rancher } = timeline([{ ...setting, value: '' }]);
    await expect(readRegistration(rancher, 'c-abcde')).rejects.toMatchObject({ code: 'server-url-not-set' });
  });

  test("is made anew when all there are have expired, under a name of Rancher's own", async () => {
    const old = { id: 'old', manifestUrl, expiresAt: '1969-12-31T00:00:00Z' };
    const fresh = { id: 'fresh', manifestUrl, expiresAt: '1970-02-01T00:00:00Z' };
    const { rancher, sent } = timeline([
      setting,
      registrations(old),
      { id: 'fresh' },
      registrations(old, fresh),
    ]);
    expect((await readRegistration(rancher, 'c-abcde')).id).toBe('fresh');
    expect(sent).toContainEqual({ type: 'clusterRegistrationToken', clusterId: 'c-abcde' });
  });
});
