import { describe, expect, test } from 'vitest';
import type { RancherFetch } from '../client/connections.ts';
import { createRancherClient } from '../client/rancher-client.ts';
import { changePassword } from './change-password.ts';
import { whoAmI } from './who-am-i.ts';

const change = { currentPassword: 'the-one-before', newPassword: 'the-one-after-it' };

/** A Rancher without the users of `/v3`, such as one after 2.15 might be. */
function withoutLegacy(): { fetch: RancherFetch; sent: [string, unknown][] } {
  const sent: [string, unknown][] = [];
  const fetch: RancherFetch = async (url, { method, body }) => {
    const { pathname } = new URL(url);
    sent.push([`${method} ${pathname}`, body === undefined ? undefined : JSON.parse(body)]);
    const isThere = pathname.startsWith('/v1/');
    const answer = isThere ? { status: { userID: 'user-x7k2p' } } : { type: 'error', status: 404 };
    const text = JSON.stringify(answer);
    return { status: isThere ? 201 : 404, headers: { get: () => null }, text: () => Promise.resolve(text) };
  };
  return { fetch, sent };
}

describe('where the legacy API has gone', () => {
  test('the user is asked for, and the password changed, by the new one', async () => {
    const { fetch, sent } = withoutLegacy();
    const rancher = createRancherClient({ url: 'https://rancher.hunt.test', token: 'token-x:y', fetch });
    expect(await whoAmI(rancher)).toEqual({ id: 'user-x7k2p' });
    await changePassword(rancher, change);
    expect(sent.at(-2)).toEqual(['POST /v1/ext.cattle.io.selfusers', {}]);
    expect(sent.at(-1)).toEqual([
      'POST /v1/ext.cattle.io.passwordchangerequests',
      { spec: { userID: 'user-x7k2p', ...change } },
    ]);
  });
});
