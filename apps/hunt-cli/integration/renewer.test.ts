import { randomInt } from 'node:crypto';
import { lstat, readFile, rm, writeFile } from 'node:fs/promises';
import { deactivateAccount, type AcmeAccount } from '@wescale/acme-dns01';
import { sendUpdate } from '@wescale/bind9-zone';
import { describe, expect, test } from 'vitest';
import { domain, modesBelow, startRenewerWorld, type RenewerWorld } from './renewer-world.ts';

const minutes = (from: string, to: string | undefined) => (Date.parse(to ?? '') - Date.parse(from)) / 60_000;

const openWindow = JSON.stringify({
  suggestedWindow: { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' },
});

/** A value as challenges have it, which a run that was killed may leave. */
const digest = 'x'.repeat(43);

describe('the renewer on the Node that Debian 12 has', () => {
  test('the first run obtains apex and wildcard; the next ones ask when to renew and nothing else', async () => {
    await using world = await startRenewerWorld();
    const first = await world.run();
    expect(first).toMatchObject({ exitCode: 0, stderr: '', line: { ok: true, isRenewed: true } });
    const served = await world.served();
    expect(served).toMatchObject({ isKeyOfChain: true });
    expect(served.names.toSorted()).toEqual([`*.${domain}`, domain]);
    expect((await lstat(world.path('certificate/current'))).isSymbolicLink()).toBe(true);
    for (const folder of ['state', 'certificate'])
      expect([...new Set(Object.values(await modesBelow(world.path(folder))))]).toEqual(['600']);
    expect(await world.reloads()).toEqual([served.serialNumber]);
    expect(await world.leftRecords()).toEqual([]);
    expect(await world.lastRun()).toEqual(first.line);

    world.asked();
    const second = await world.run();
    expect(second).toMatchObject({ exitCode: 0, stderr: '', line: { ok: true, isRenewed: false } });
    expect(second.line?.message).toMatch(/^not due: the CA suggests to renew from 20/);
    expect(world.asked()).toEqual(['GET /dir', 'GET /draft-ietf-acme-ari-']);
    expect(await world.served()).toEqual(served);
    expect(await world.reloads()).toHaveLength(1);
    expect(world.accounts()).toBe(1);
  });

  test('a window that has come renews once and has the new certificate loaded once', async () => {
    await using world = await startRenewerWorld();
    await world.run();
    const before = await world.served();
    await world.pebble.setRenewalInfo(before.chainPem, openWindow);
    expect(await world.run()).toMatchObject({ exitCode: 0, line: { isRenewed: true } });
    const after = await world.served();
    expect(after.serialNumber).not.toBe(before.serialNumber);
    expect(after.isKeyOfChain).toBe(true);
    expect(await world.run()).toMatchObject({ exitCode: 0, line: { isRenewed: false } });
    expect(await world.reloads()).toEqual([before.serialNumber, after.serialNumber]);
    expect(world.accounts()).toBe(1);
  });

  test('an operator can have it renewed though nothing is due, once', async () => {
    await using world = await startRenewerWorld();
    await world.run();
    await world.request('renew');
    expect((await world.run()).line).toMatchObject({ isRenewed: true, message: 'renewed: it was asked for' });
    expect((await world.run()).line).toMatchObject({ ok: true, isRenewed: false });
    expect(await world.reloads()).toHaveLength(2);
  });

  test('a certificate of another CA than the one that is wanted now is due', async () => {
    await using world = await startRenewerWorld();
    await world.run();
    const kept = world.path('certificate/current/certificate.json');
    const text = await readFile(kept, 'utf8');
    await writeFile(kept, text.replaceAll(world.pebble.directoryUrl, 'https://staging.example/dir'));
    expect((await world.run()).line).toMatchObject({ isRenewed: true });
  });

  test('what is damaged is had again; records of another run are taken away, those of others are not', async () => {
    await using world = await startRenewerWorld();
    await world.run();
    for (const name of ['state/account.json', 'state/history.json', 'certificate/current/certificate.json'])
      await writeFile(world.path(name), '{ "half": ');
    const challenge = `_acme-challenge.${domain}`;
    await sendUpdate(
      world.named,
      {
        zone: domain,
        steps: [digest, 'a note of somebody else'].map((value) => ({
          kind: 'add',
          name: challenge,
          type: 'TXT',
          ttlSeconds: 60,
          data: `"${value}"`,
        })),
      },
      { key: world.configuration.tsigKey },
    );
    expect(await world.run()).toMatchObject({ exitCode: 0, line: { ok: true, isRenewed: true } });
    expect(await world.leftRecords()).toEqual([`${challenge}. "a note of somebody else"`]);
    expect(world.accounts()).toBe(1);
  });
});

describe('a second name server', () => {
  test('that has not copied the challenges yet is waited for: it may be the one that the CA asks', async () => {
    await using world = await startRenewerWorld({ secondary: 'late' });
    const { host = '', port = 0 } = world.secondary ?? {};
    let refresh: Promise<unknown> | undefined;
    const run = await world.run({
      onSaid(stderr) {
        if (stderr.includes('which lacks ')) refresh ??= world.secondary?.rndc('refresh', domain);
      },
    });
    await refresh;
    expect(run).toMatchObject({ exitCode: 0, line: { ok: true, isRenewed: true } });
    expect(run.stderr).toContain(`waiting for ns2.${domain}. (${host}:${port}), which lacks "`);
    expect(await world.leftRecords()).toEqual([]);
  });

  test('that is down does not keep a certificate from being renewed: the CA asks the other', async () => {
    await using world = await startRenewerWorld({ secondary: 'down' });
    const run = await world.run();
    expect(run).toMatchObject({ exitCode: 0, line: { ok: true, isRenewed: true } });
    expect(run.stderr).toMatch(/^waiting for ns2\.hunt\.example\. .* gave no answer /m);
    expect(await world.leftRecords()).toEqual([]);
  });
});

describe('a renewal that fails', () => {
  test('leaves the old certificate, says why, and waits, unless an operator asks for it now', async () => {
    await using world = await startRenewerWorld();
    await world.run();
    const before = await world.served();
    const accountKey = await readFile(world.path('state/account-key.pem'), 'utf8');
    await world.pebble.kill();
    await world.configure({ names: [domain] });
    const failed = await world.run();
    expect(failed).toMatchObject({ exitCode: 1, stderr: '', line: { ok: false, isRenewed: false } });
    const { at = '', message = '', checkAgainAt } = failed.line ?? {};
    expect(message).toMatch(/^renewal failed \(1 in a row\).* no answer from https:.*ECONNREFUSED/);
    expect(message.match(/ECONNREFUSED/g)).toHaveLength(1);
    expect(minutes(at, checkAgainAt)).toBeGreaterThan(0.9);
    expect(await world.lastRun()).toEqual(failed.line);
    expect(await world.served()).toEqual(before);
    expect(await world.leftRecords()).toEqual([]);

    // A fresh Pebble knows nobody: our account is made again, with the same key.
    await world.pebble.start();
    const pausing = await world.run();
    expect(pausing).toMatchObject({ exitCode: 1, line: { ok: false, isRenewed: false, checkAgainAt } });
    expect(pausing.line?.message).toMatch(/the next attempt is at .*; the last failure: .*ECONNREFUSED/);
    expect(await world.served()).toEqual(before);
    await world.request('now');
    expect(await world.run()).toMatchObject({ exitCode: 0, line: { ok: true, isRenewed: true } });
    expect(await readFile(world.path('state/account-key.pem'), 'utf8')).toBe(accountKey);
    expect(await world.reloads()).toHaveLength(2);
  });

  test.each<{ title: string; arrange: (world: RenewerWorld) => Promise<void>; says: RegExp }>([
    {
      title: 'an account that was deactivated',
      async arrange(world) {
        const text = await readFile(world.path('state/account.json'), 'utf8');
        const account = JSON.parse(text) as AcmeAccount;
        await deactivateAccount({ account, trustedCertificates: world.pebble.trustedCertificate });
      },
      says: /the CA refused to .*deactivated/,
    },
    {
      title: 'a profile that the CA does not have',
      arrange: (world) => world.configure({ profile: 'eternal' }),
      says: /has no profile 'eternal'; it has default/,
    },
    {
      title: 'a name that the name server lets nobody prove',
      arrange: (world) => world.configure({ names: [domain, `blue.${domain}`] }),
      says: /could not put up the TXT records at .*REFUSED/,
    },
    {
      title: 'a key that the name server does not know',
      arrange: (world) => world.configure({ tsigKey: { ...world.configuration.tsigKey, name: 'other' } }),
      says: /BADKEY/,
    },
    {
      title: 'a name server that is not there',
      arrange: ({ named }) => named.kill(),
      says: /127\.0\.0\.1.*/,
    },
    {
      title: 'a CA that is not trusted',
      arrange: (world) => world.configure({ trustedCertificatesPath: world.path('state/account-key.pem') }),
      says: /its HTTPS certificate is not trusted/,
    },
    {
      title: "the CA's certificate missing",
      arrange: (world) => world.configure({ trustedCertificatesPath: world.path('none.pem') }),
      says: /none\.pem cannot be read; it is written by: hunt core$/,
    },
  ])('$title ends in one clear line, and the old certificate stays', async ({ arrange, says }) => {
    await using world = await startRenewerWorld();
    await world.run();
    const before = await world.served();
    await world.configure({ names: [domain] });
    await arrange(world);
    const run = await world.run();
    expect(run).toMatchObject({ exitCode: 1, stderr: '', line: { ok: false, isRenewed: false } });
    expect(run.line?.message).toMatch(says);
    expect(run.line?.message).not.toMatch(/\n|undefined|\[object/);
    expect(run.stdout).not.toContain(world.configuration.tsigKey.secret);
    expect(run.stdout).not.toContain('PRIVATE KEY');
    expect(await world.served()).toEqual(before);
    expect(await world.lastRun()).toEqual(run.line);
  });

  test('a certificate that could not be loaded is reported, and loaded by the next run', async () => {
    await using world = await startRenewerWorld();
    const { reloadCommand } = world.configuration;
    await world.configure({ reloadCommand: ['sh', '-c', 'echo no such unit >&2; exit 5'] });
    const first = await world.run();
    expect(first).toMatchObject({ exitCode: 1, line: { ok: false, isRenewed: true } });
    expect(first.line?.message).toMatch(/is in its place, but sh -c .* failed: no such unit$/);
    await world.configure({ reloadCommand });
    expect(await world.run()).toMatchObject({ exitCode: 0, line: { ok: true, isRenewed: false } });
    expect(await world.reloads()).toEqual([(await world.served()).serialNumber]);
  });

  test.each([
    ['missing', undefined, /renewer\.json cannot be read; it is written by: hunt core$/],
    ['no JSON', '{ "tsigKey": { "secret": "hunter2"', /renewer\.json is not a JSON object;/],
    ['without a field', '{ "directoryUrl": "https://ca.example/dir" }', /renewer\.json has no names;/],
  ])('a configuration that is %s is one clear line', async (_, content, says) => {
    await using world = await startRenewerWorld();
    if (content === undefined) await rm(world.path('renewer.json'));
    else await writeFile(world.path('renewer.json'), content);
    const { exitCode, stdout, stderr, line } = await world.run();
    expect({ exitCode, stderr, lines: stdout.split('\n').length }).toEqual({
      exitCode: 1,
      stderr: '',
      lines: 2,
    });
    expect(line).toMatchObject({ ok: false, message: expect.stringMatching(says) as unknown });
    expect(stdout).not.toContain('hunter2');
  });
});

test('killed at any moment, the next run ends as if nothing had been: one account, no record, a whole pair', async () => {
  await using world = await startRenewerWorld();
  const { elapsedMs } = await world.run();
  await rm(world.path('state'), { recursive: true });
  await rm(world.path('certificate'), { recursive: true });
  const kills = 10;
  // Another certificate is due each time, so that every part of a renewal can be hit.
  for (let kill = 0; kill < kills; kill += 1) {
    const names = kill % 2 === 0 ? [domain] : [`*.${domain}`, domain];
    await world.configure({ names });
    const killAfterMs = randomInt(
      1 + Math.floor((elapsedMs * kill) / kills),
      Math.ceil((elapsedMs * (kill + 1)) / kills) + 2,
    );
    const killed = await world.run({ killAfterMs });
    const next = await world.run();
    const moment = `killed after ${killAfterMs} ms, ${killed.exitCode === null ? 'at work' : 'too late'}`;
    expect(next, moment).toMatchObject({ exitCode: 0, stderr: '', line: { ok: true } });
    const served = await world.served();
    expect(served, moment).toMatchObject({ isKeyOfChain: true });
    expect(served.names.toSorted(), moment).toEqual(names);
    expect(await world.leftRecords(), moment).toEqual([]);
    expect((await world.reloads()).at(-1), moment).toBe(served.serialNumber);
  }
  // One for the run whose state was thrown away, and one.
  expect(world.accounts()).toBe(2);
});

test('stopped by a signal it takes its records down and says so', async () => {
  await using world = await startRenewerWorld({ validationSleepSeconds: 30 });
  const run = world.run({ stopWhen: async () => (await world.leftRecords()).length > 0 });
  expect(await run).toMatchObject({
    exitCode: 1,
    stderr: '',
    line: { ok: false, message: 'stopped by SIGTERM' },
  });
  expect(await world.leftRecords()).toEqual([]);
});
