import { expect, test } from 'vitest';
import { generatePrivateKey } from '../certificate/private-key.ts';
import { makeAcmeClient } from './acme-client-parts.ts';

test('acme-client has the parts below its Client that are used here', async () => {
  const { http, api } = makeAcmeClient('https://ca.example/directory', {
    keyPem: await generatePrivateKey(),
    url: 'https://ca.example/account/1',
  });
  expect(http.maxBadNonceRetries).toBe(5);
  expect(api.accountUrl).toBe('https://ca.example/account/1');
  for (const name of ['request', 'getDirectory', 'getNonce', 'getJwk', 'createSignedBody'])
    expect(http).toHaveProperty(name, expect.any(Function));
  for (const name of [
    'apiRequest',
    'createAccount',
    'updateAccount',
    'updateAccountKey',
    'createOrder',
    'completeChallenge',
  ])
    expect(api).toHaveProperty(name, expect.any(Function));
});
