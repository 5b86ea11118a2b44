import { webcrypto } from 'node:crypto';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  SubjectAlternativeNameExtension,
  X509CertificateGenerator,
  type Extension,
} from '@peculiar/x509';
import { expect, test } from 'vitest';
import { chooseChain } from '../order/choose-chain.ts';
import { describeCertificate } from '../order/issued-certificate.ts';
import { certificateId } from './certificate-id.ts';
import { checkCertificate, type CertificateExpectation } from './check-certificate.ts';
import { readDer } from './read-der.ts';

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };

interface Identity {
  name: string;
  keys: webcrypto.CryptoKeyPair;
}

const identity = async (name: string): Promise<Identity> => ({
  name,
  keys: await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']),
});

const [root, otherRoot, intermediate, leaf] = (await Promise.all(
  ['Root', 'Other Root', 'Intermediate', 'Leaf'].map(identity),
)) as [Identity, Identity, Identity, Identity];

const keyPem = async ({ keys }: Identity): Promise<string> => {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
};

async function certify(
  subject: Identity,
  issuer: Identity,
  options: { isCa?: boolean; names?: string[]; serialNumber?: string; extensions?: Extension[] } = {},
): Promise<string> {
  const certificate = await X509CertificateGenerator.create({
    serialNumber: options.serialNumber ?? '01',
    subject: `CN=${subject.name}`,
    issuer: `CN=${issuer.name}`,
    notBefore: new Date('2026-11-01T00:00:00Z'),
    notAfter: new Date('2027-01-30T00:00:00Z'),
    publicKey: subject.keys.publicKey,
    signingKey: issuer.keys.privateKey,
    signingAlgorithm: algorithm,
    extensions: [
      new BasicConstraintsExtension(options.isCa ?? false),
      new SubjectAlternativeNameExtension((options.names ?? []).map((value) => ({ type: 'dns', value }))),
      ...(options.extensions ?? []),
    ],
  });
  return `${certificate.toString('pem')}\n`;
}

const names = ['hunt.example', '*.hunt.example'];
const leafPem = await certify(leaf, intermediate, { names });
const intermediatePem = await certify(intermediate, root, { isCa: true });
const crossPem = await certify(intermediate, otherRoot, { isCa: true });
const chainPem = leafPem + intermediatePem;

const wanted: CertificateExpectation = {
  names,
  keyPem: await keyPem(leaf),
  now: new Date('2026-11-24T08:00:00Z'),
};
const flawsOf = (pem: string, change: Partial<CertificateExpectation> = {}): string[] =>
  checkCertificate(pem, { ...wanted, ...change }).map(({ kind, message }) => `${kind}: ${message}`);

test('a certificate that is as ordered has no flaw', () => {
  expect(flawsOf(chainPem)).toEqual([]);
});

test('each way of not being as ordered is named', async () => {
  expect(flawsOf(chainPem, { names: ['hunt.example', 'play.example'] })).toEqual([
    'names: it lacks play.example',
    'names: it is also for *.hunt.example',
  ]);
  expect(flawsOf(chainPem, { keyPem: await keyPem(root) })).toEqual([
    'key: it belongs to another private key',
  ]);
  expect(flawsOf(leafPem)).toEqual(['chain: it comes without the certificate of its issuer']);
  expect(flawsOf(leafPem + (await certify(root, root, { isCa: true })))).toEqual([
    'chain: certificate 2 of its chain did not sign number 1',
  ]);
  const impostor = await certify({ name: 'Intermediate', keys: otherRoot.keys }, root, { isCa: true });
  expect(flawsOf(leafPem + impostor)).toEqual(['chain: certificate 2 of its chain did not sign number 1']);
  expect(flawsOf((await certify(leaf, intermediate, { names, isCa: true })) + intermediatePem)).toEqual([
    'chain: it is a certificate of a CA',
  ]);
});

test('the validity is compared with the clock, which may be a little slow', () => {
  expect(flawsOf(chainPem, { now: new Date('2026-10-31T23:56:00Z') })).toEqual([]);
  expect(flawsOf(chainPem, { now: new Date('2026-10-31T23:54:00Z') })[0]).toMatch(
    /^validity: it is not valid before/,
  );
  expect(flawsOf(chainPem, { now: new Date('2027-01-30T00:00:00Z') })[0]).toMatch(
    /^validity: it was valid until/,
  );
});

test('what can be read from a chain is plain data', () => {
  const { chainPem: kept, ...rest } = describeCertificate(chainPem, {
    keyPem: 'the key',
    directoryUrl: 'https://ca.example/directory',
  });
  expect(kept).toBe(chainPem);
  expect(rest).toEqual({
    keyPem: 'the key',
    names,
    notBefore: '2026-11-01T00:00:00.000Z',
    notAfter: '2027-01-30T00:00:00.000Z',
    serialNumber: '01',
    issuer: 'Intermediate',
    directoryUrl: 'https://ca.example/directory',
  });
});

test('the preferred chain is the one that ends nearest to the wanted issuer', () => {
  const [own, cross] = [chainPem, leafPem + crossPem];
  expect(chooseChain([own, cross], 'Other Root')).toBe(cross);
  expect(chooseChain([own, cross], 'Root')).toBe(own);
  expect(chooseChain([cross, own], 'Root')).toBe(own);
  expect(chooseChain([own, cross], 'Nobody')).toBe(own);
});

test('the ARI name of a certificate is that of RFC 9773 §4.1', async () => {
  const identifier = new AuthorityKeyIdentifierExtension('69885b6b87464041e1b37b847ba0ae2cde01c8d4');
  const pem = await certify(leaf, intermediate, {
    names,
    serialNumber: '0087654321',
    extensions: [identifier],
  });
  expect(certificateId(pem + intermediatePem)).toBe('aYhba4dGQEHhs3uEe6CuLN4ByNQ.AIdlQyE');
});

test('a certificate that does not name the key of its issuer has no ARI name', () => {
  expect(() => certificateId(leafPem)).toThrow('does not name the key of its issuer');
});

test.each(['', 'no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
  '%j is no certificate',
  (pem) => {
    expect(() => certificateId(pem)).toThrow(/certificate/);
  },
);

test('a length that points beyond the end is an error, not a loop', () => {
  for (const bytes of ['30', '3005', '30820400', '3089ffffffffffffffffff'])
    expect(() => readDer(Buffer.from(bytes, 'hex'))).toThrow(RangeError);
  expect(readDer(Buffer.from('3003020101', 'hex'))).toEqual([
    { tag: 0x30, content: Buffer.from('020101', 'hex') },
  ]);
});
