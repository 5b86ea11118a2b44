import { expect, test } from 'vitest';
import { parseKubeconfig, type ClusterAccess } from './kubeconfig.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const kubeconfig = (user: object, cluster: object = { server: 'https://127.0.0.1:6443' }): string =>
  JSON.stringify({
    'current-context': 'first',
    contexts: [
      { name: 'first', context: { cluster: 'c', user: 'u' } },
      { name: 'other', context: { cluster: 'd', user: 'u' } },
    ],
    clusters: [
      { name: 'c', cluster },
      { name: 'd', cluster: { server: 'https://10.0.0.1', 'insecure-skip-tls-verify': true } },
    ],
    users: [{ name: 'u', user }],
  });

const parse = (text: string, context?: string): Promise<ClusterAccess> =>
  parseKubeconfig(text, {
    path: 'kubeconfig',
    ...(context === undefined ? {} : { context }),
    read: (file) =>
      file === 'gone' ? Promise.reject(new Error('ENOENT')) : Promise.resolve(`content of ${file}\n`),
  });

test('data in the file and files beside it are read', async () => {
  const user = { 'client-certificate-data': base64('certificate'), 'client-key': 'key.pem' };
  const cluster = {
    server: 'https://x:1/base',
    'certificate-authority-data': base64('ca'),
    'tls-server-name': 'y',
  };
  expect(await parse(kubeconfig(user, cluster))).toEqual({
    server: new URL('https://x:1/base'),
    isUnverified: false,
    certificateAuthority: 'ca',
    clientCertificate: 'certificate',
    clientKey: 'content of key.pem\n',
    serverName: 'y',
  });
});

test('a token may be in the file or in another', async () => {
  expect((await parse(kubeconfig({ token: 't' }))).token).toBe('t');
  expect((await parse(kubeconfig({ tokenFile: 'token' }))).token).toBe('content of token');
});

test('the context that is asked for is taken', async () => {
  const access = await parse(kubeconfig({ token: 't' }), 'other');
  expect(access).toMatchObject({ isUnverified: true, server: new URL('https://10.0.0.1') });
});

test.each([
  ['a login by a program', kubeconfig({ exec: { command: 'aws' } }), undefined, 'logs in by exec'],
  ['a context it has not', kubeconfig({}), 'third', 'has no context third'],
  ['a file that is gone', kubeconfig({ 'client-key': 'gone' }), undefined, 'names gone'],
  ['a text that is no YAML', 'token: "s3cret', undefined, 'is not YAML'],
])('%s is an error that says so', async (_, text, context, message) => {
  await expect(parse(text, context)).rejects.toThrow(message);
});
