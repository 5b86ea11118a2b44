import { planHost, resourceId, type Resource } from '@wescale/ssh-host';
import { expect, test } from 'vitest';
import { huntSchema } from '../configuration/hunt-schema.ts';
import { parseRenewerConfiguration } from '../renewer/renewer-configuration.ts';
import { certificateFiles, renewerResources, requestScript } from './renewer-resources.ts';
import { tlsListener } from './tls-listener.ts';

const secret = 'aHVudGVyMg==';
const hunt = huntSchema.parse({
  name: 'demo',
  domain: 'demo.example.com',
  instance: { type: 'DEV1-M', image: 'debian_bookworm', rootVolumeSizeGigabytes: 20 },
  certificates: { contact: 'ops@example.com', profile: 'tlsserver' },
});
const challengesKey = { name: 'challenges.demo.example.com', algorithm: 'hmac-sha256' as const, secret };
const setUp = (internet = {}) => renewerResources({ hunt, internet, challengesKey, bundle: 'the program' });
const configurationIn = (resources: Resource[]) => {
  const file = resources.find(
    (resource) => resource.kind === 'file' && resource.path.endsWith('renewer.json'),
  );
  if (file?.kind !== 'file') throw new Error('there is no configuration');
  return { file, content: parseRenewerConfiguration(String(file.content), file.path) };
};

test('the renewer is told of the CA of hunt.yaml, an apex and its wildcard', () => {
  expect(configurationIn(setUp()).content).toMatchObject({
    directoryUrl: 'https://acme-v02.api.letsencrypt.org/directory',
    names: ['demo.example.com', '*.demo.example.com'],
    contact: 'ops@example.com',
    profile: 'tlsserver',
  });
});

test('where the environment plays the CA, that one is asked, and trusted by its certificate', () => {
  const certificateAuthority = {
    directoryUrl: 'https://198.18.0.7/dir',
    trustedCertificates: 'PEM',
    issuerCertificates: 'PEM',
  };
  const resources = setUp({ certificateAuthority });
  const { content } = configurationIn(resources);
  expect(content.directoryUrl).toBe('https://198.18.0.7/dir');
  expect(resources).toContainEqual({ kind: 'file', path: content.trustedCertificatesPath, content: 'PEM' });
});

test('the key stands in one file that only root reads and no plan shows', () => {
  const resources = setUp();
  const { file } = configurationIn(resources);
  expect(file).toMatchObject({ mode: 0o600, sensitive: true });
  expect(JSON.stringify(resources.filter((resource) => resource !== file))).not.toContain(secret);
});

test('together with nginx they are a plan without contradiction, the certificate before the site', () => {
  const resources = [...setUp(), ...tlsListener(hunt.domain)];
  const changes = planHost({ asked: resources.map(resourceId), facts: {} }, resources).changes.map(
    ({ resource }) => resource,
  );
  const first = changes.indexOf('command:first certificate');
  expect(first).toBeGreaterThan(changes.indexOf('package:nginx-light'));
  expect(first).toBeLessThan(changes.indexOf('file:/etc/nginx/conf.d/hunt.conf'));
  expect(JSON.stringify(resources)).toContain(certificateFiles.key);
});

test('a request is left before the renewer starts', () => {
  const script = requestScript('renew');
  expect(script.indexOf('echo renew >')).toBeLessThan(script.indexOf('systemctl start'));
});
