import { expect, test } from 'vitest';
import {
  fetchRenewalInfo,
  obtainCertificate,
  renewIfDue,
  revokeCertificate,
  type AcmeFetch,
  type IssuedCertificate,
  type RenewIfDueOptions,
} from '@wescale/acme-dns01';
import { challengeRecords, startWorld, type World } from './world.ts';

const names = ['hunt.example', '*.hunt.example'];

const optionsFor = (world: World): Omit<RenewIfDueOptions, 'certificate'> => ({
  authorities: [world.authority],
  names,
  responder: world.responder,
});

const obtain = async (world: World): Promise<IssuedCertificate> =>
  (await obtainCertificate(optionsFor(world))).certificate;

/** A certificate as it is remembered 89 days later. */
const nearItsEnd = (certificate: IssuedCertificate): IssuedCertificate => ({
  ...certificate,
  notBefore: new Date(Date.now() - 89 * 86_400_000).toISOString(),
  notAfter: new Date(Date.now() + 86_400_000).toISOString(),
});

/** Orders that went to the CA; what they say is signed, not hidden. */
function watchingOrders(fetch: AcmeFetch): { fetch: AcmeFetch; orders: { replaces?: string }[] } {
  const orders: { replaces?: string }[] = [];
  return {
    orders,
    fetch: (url, init) => {
      if (url.includes('/order-plz')) {
        const { payload } = JSON.parse(init.body ?? '') as { payload: string };
        orders.push(JSON.parse(Buffer.from(payload, 'base64url').toString()) as { replaces?: string });
      }
      return fetch(url, init);
    },
  };
}

const window = (start: string, end: string): string =>
  JSON.stringify({ suggestedWindow: { start, end }, explanationURL: 'https://ca.example/incident' });

test('a new certificate is left alone, and it is said when to look again', async () => {
  await using world = await startWorld({ isStrict: true });
  const certificate = await obtain(world);
  const outcome = await renewIfDue({ ...optionsFor(world), certificate });
  expect(outcome).toMatchObject({ isRenewed: false, plan: { isDue: false, basis: 'renewal-info' } });
  // Pebble wants to be asked again after six hours.
  const inHours = (Date.parse(outcome.plan.checkAgainAt) - Date.now()) / 3_600_000;
  expect(inHours).toBeGreaterThan(5.9);
  expect(inHours).toBeLessThanOrEqual(6);
  // Two days around two thirds of ninety days.
  const inDays = (Date.parse(outcome.plan.renewAt) - Date.now()) / 86_400_000;
  expect(inDays).toBeGreaterThan(58.9);
  expect(inDays).toBeLessThan(61.1);
});

test('the first certificate is had by the same call', async () => {
  await using world = await startWorld();
  const outcome = await renewIfDue({ ...optionsFor(world), certificate: undefined });
  expect(outcome).toMatchObject({ isRenewed: true, plan: { basis: 'missing' } });
});

test('a window that the CA forces renews at once, as a replacement, and the next call leaves it alone', async () => {
  await using world = await startWorld({ isStrict: true });
  const certificate = await obtain(world);
  const { directoryUrl, chainPem } = certificate;
  await world.pebble.setRenewalInfo(chainPem, window('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'));
  const info = await fetchRenewalInfo({
    directoryUrl,
    chainPem,
    trustedCertificates: world.pebble.trustedCertificate,
  });
  expect(info).toMatchObject({ explanationUrl: 'https://ca.example/incident', askAgainAfterMs: 21_600_000 });
  const { fetch, orders } = watchingOrders(world.fetch);
  const outcome = await renewIfDue({ ...optionsFor(world), certificate, fetch });
  if (!outcome.isRenewed) throw new Error(outcome.plan.reason);
  expect(outcome.plan.reason).toContain('https://ca.example/incident');
  expect(orders).toEqual([expect.objectContaining({ replaces: expect.stringContaining('.') as string })]);
  expect(outcome.certificate.serialNumber).not.toBe(certificate.serialNumber);
  expect(await challengeRecords(world.named)).toEqual([]);
  const again = await renewIfDue({ ...optionsFor(world), certificate: outcome.certificate });
  expect(again.isRenewed).toBe(false);
});

test('a certificate that was replaced already is renewed all the same, not as a replacement', async () => {
  await using world = await startWorld({ isStrict: true });
  const certificate = await obtain(world);
  await world.pebble.setRenewalInfo(
    certificate.chainPem,
    window('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
  );
  const { fetch, orders } = watchingOrders(world.fetch);
  // The second caller does not know of the first one's success.
  const renew = () => renewIfDue({ ...optionsFor(world), certificate, fetch });
  expect(await renew()).toMatchObject({ isRenewed: true });
  expect(await renew()).toMatchObject({ isRenewed: true });
  expect(orders.map(({ replaces }) => replaces !== undefined)).toEqual([true, true, false]);
});

test('a certificate that was revoked is due at once', async () => {
  await using world = await startWorld();
  const certificate = await obtain(world);
  const { trustedCertificate: trustedCertificates } = world.pebble;
  await revokeCertificate({ account: world.account, trustedCertificates, chainPem: certificate.chainPem });
  const outcome = await renewIfDue({ ...optionsFor(world), certificate });
  expect(outcome).toMatchObject({ isRenewed: true, plan: { basis: 'renewal-info' } });
});

test.each([
  ['no JSON', '{ "suggestedWindow": '],
  ['no window', '{}'],
  ['a window that ends before it starts', window('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z')],
  ['a window without times', window('soon', 'later')],
])('renewal information that is %s is as none: a third of the lifetime decides', async (_, answer) => {
  await using world = await startWorld();
  const certificate = await obtain(world);
  await world.pebble.setRenewalInfo(certificate.chainPem, answer);
  const early = await renewIfDue({ ...optionsFor(world), certificate });
  expect(early).toMatchObject({ isRenewed: false, plan: { basis: 'lifetime' } });
  const outcome = await renewIfDue({ ...optionsFor(world), certificate: nearItsEnd(certificate) });
  expect(outcome).toMatchObject({ isRenewed: true, plan: { basis: 'lifetime' } });
});

test('names that changed renew at once, as a replacement', async () => {
  await using world = await startWorld({ isStrict: true });
  const certificate = await obtain(world);
  const { fetch, orders } = watchingOrders(world.fetch);
  const outcome = await renewIfDue({
    ...optionsFor(world),
    names: [...names, 'play.example'],
    certificate,
    fetch,
  });
  expect(outcome).toMatchObject({ isRenewed: true, plan: { basis: 'names' } });
  expect(orders[0]?.replaces).toBeDefined();
});

test('a renewal that fails says when to try again, and the next call keeps to it', async () => {
  await using world = await startWorld();
  const certificate = await obtain(world);
  await world.pebble.setRenewalInfo(
    certificate.chainPem,
    window('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
  );
  const broken = { present: () => Promise.reject(new Error('no key')), cleanUp: () => Promise.resolve() };
  const attempt = { ...optionsFor(world), certificate };
  const failure = (await renewIfDue({ ...attempt, responder: broken }).catch((error: unknown) => error)) as {
    history: { failedAttempts: number; retryAt: string };
  };
  expect(failure).toMatchObject({
    code: 'renewal-failed',
    history: { failedAttempts: 1 },
    cause: { code: 'responder-failed' },
  });
  const { history } = failure;
  expect(await renewIfDue({ ...attempt, history })).toMatchObject({
    isRenewed: false,
    plan: { basis: 'earlier-failure', checkAgainAt: history.retryAt },
    history,
  });
  const later = new Date(Date.parse(history.retryAt) + 1);
  expect(await renewIfDue({ ...attempt, history, now: () => later })).toMatchObject({
    isRenewed: true,
    history: undefined,
  });
});

test('another CA takes over when the one that issued is gone', async () => {
  await using first = await startWorld();
  await using second = await startWorld();
  const certificate = nearItsEnd(await obtain(first));
  await first.pebble.kill();
  const said: string[] = [];
  const outcome = await renewIfDue({
    ...optionsFor(second),
    authorities: [first.authority, second.authority],
    certificate,
    limits: { requestAttempts: 1 },
    onProgress: ({ step }) => said.push(step),
  });
  expect(outcome).toMatchObject({
    isRenewed: true,
    certificate: { directoryUrl: second.pebble.directoryUrl },
    failures: [{ directoryUrl: first.pebble.directoryUrl, error: { code: 'ca-unreachable' } }],
  });
  expect(said).toContain('next-authority');
});

test('when every CA fails, each failure is told', async () => {
  await using first = await startWorld();
  await using second = await startWorld({ blockedDomains: ['hunt.example'] });
  await first.pebble.kill();
  await expect(
    obtainCertificate({
      ...optionsFor(second),
      authorities: [first.authority, second.authority],
      limits: { requestAttempts: 1 },
    }),
  ).rejects.toMatchObject({
    code: 'all-authorities-failed',
    failures: [{ error: { code: 'ca-unreachable' } }, { error: { code: 'request-refused' } }],
  });
});
