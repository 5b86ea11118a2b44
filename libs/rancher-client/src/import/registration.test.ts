import { describe, expect, test } from 'vitest';
import { createRancherClient, type RancherClient } from '../client/rancher-client.ts';
import { readRegistration } from './registration.ts';

/** A client of a Rancher that gives one answer after the other, and a clock that passes while it waits. */
function timeline(answers: unknown[]): { rancher: RancherClient; waits: string[] } {
  let nowMs = 0;
  let asked = 0;
  const waits: string[] = [];
  const rancher = createRancherClient({
    url: 'https://rancher.hunt.test',
    onWait: ({ message }) => waits.push(message),
    clock: {
      now: () => new Date(nowMs),
      pause: (delayMs) => {
        nowMs += delayMs;
        return Promise.resolve();
      },
    },
    fetch: async () => {
      const text = JSON.stringify(answers[Math.min(asked, answers.length - 1)]);
      asked += 1;
      return { status: 200, headers: { get: () => null }, text: () => Promise.resolve(text) };
    },
  });
  return { rancher, waits };
}

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
});
