import { describe, expect, test } from 'vitest';
import { createRancherClient } from '../client/rancher-client.ts';
import { planSetUp } from './plan-set-up.ts';
import type { SetUpFacts } from './read-set-up.ts';

const serverUrl = 'https://rancher.hunt.test';
const desired = { password: 'a-password-of-our-own', serverUrl, isEulaAgreed: true };
const now = (): Date => new Date('2026-11-24T10:00:00Z');

const fresh: SetUpFacts = {
  client: createRancherClient({ url: serverUrl }),
  signedInBy: 'bootstrap-password',
  username: 'admin',
  mustChangePassword: false,
  settings: {
    'first-login': 'true',
    'server-url': '',
    'eula-agreed': '',
    'telemetry-opt': null,
    'password-min-length': '12',
  },
};
const done: SetUpFacts = {
  ...fresh,
  signedInBy: 'password',
  settings: {
    ...fresh.settings,
    'first-login': 'false',
    'server-url': serverUrl,
    'eula-agreed': '2026-11-20T10:00:00.000Z',
  },
};

const changed = (facts: SetUpFacts, more: object = {}): string[] =>
  planSetUp(facts, { ...desired, ...more }, { now }).changes.map((change) =>
    change.action === 'set-password' ? 'password' : `${change.name}=${change.to}`,
  );

describe('the first set-up', () => {
  test('of a new Rancher replaces the password first, then says where it is and that the licence is agreed to', () => {
    expect(changed(fresh)).toEqual([
      'password',
      `server-url=${serverUrl}`,
      'eula-agreed=2026-11-24T10:00:00.000Z',
    ]);
  });

  test('of one that is as wanted changes nothing', () => {
    expect(changed(done)).toEqual([]);
    expect(changed({ ...done, signedInBy: 'token' })).toEqual([]);
  });

  test('is marked as done where Rancher was installed with the wanted password', () => {
    expect(changed({ ...done, settings: { ...done.settings, 'first-login': 'true' } })).toEqual([
      'first-login=false',
    ]);
  });

  test('records no agreement that nobody gave', () => {
    expect(changed(fresh, { isEulaAgreed: false })).toEqual(['password', `server-url=${serverUrl}`]);
  });

  test('switches telemetry off where Rancher still has it, before 2.11', () => {
    const settings = { ...done.settings, 'telemetry-opt': 'prompt' };
    expect(changed({ ...done, settings })).toEqual(['telemetry-opt=out']);
  });

  test('sets further settings that differ', () => {
    const facts = { ...done, settings: { ...done.settings, 'agent-tls-mode': 'strict' } };
    expect(changed(facts, { settings: { 'agent-tls-mode': 'system-store' } })).toEqual([
      'agent-tls-mode=system-store',
    ]);
  });

  test('replaces a password that Rancher itself wants replaced', () => {
    expect(changed({ ...done, signedInBy: 'token', mustChangePassword: true })).toEqual(['password']);
  });

  test.each([
    ['a password that is too short', { password: 'short' }, 'less than 12 characters'],
    ["the user's name as a password", { username: 'administrator' }, "the user's name"],
    ['an address without HTTPS', { serverUrl: 'http://rancher.hunt.test' }, 'server-url is https'],
    ['an address with a path', { serverUrl: 'https://rancher.hunt.test/' }, 'server-url is https'],
  ])('refuses %s before anything is sent', (_, more, message) => {
    const facts = { ...fresh, username: 'administrator' };
    const wanted = { ...desired, password: 'administrator', ...more };
    expect(() => planSetUp(facts, wanted)).toThrow(message);
  });

  test('never names a password in what it says', () => {
    expect(JSON.stringify(planSetUp(fresh, desired))).not.toContain(desired.password);
    expect(JSON.stringify(fresh)).not.toContain('secret');
  });
});
