import { describe, expect, test } from 'vitest';
import { classes, opcodes, types } from '../message/codes.ts';
import { decodeMessage } from '../message/decode-message.ts';
import { encodeMessage } from '../message/encode-message.ts';
import { computeMac } from './compute-mac.ts';
import { signMessage } from './sign-message.ts';
import { decodeTsigRecord } from './tsig-record.ts';
import { InvalidTsigKeyError, loadTsigKey, type TsigAlgorithm } from './tsig-key.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

const empty = { isResponse: false, isAuthoritative: false, isTruncated: false, rcode: 0 };
const sections = { answers: [], authorities: [], additionals: [] };

describe('MACs of the tests of miekg/dns (tsig_test.go)', () => {
  const message = encodeMessage({
    ...empty,
    ...sections,
    id: 42,
    opcode: opcodes.update,
    questions: [{ name: 'example.com.', type: types.SOA, class: classes.IN }],
  });
  const mac = (algorithm: TsigAlgorithm, secret: string, error: number, prior = '', other = ''): string => {
    const key = loadTsigKey({ name: 'testkey.', algorithm, secret });
    const variables = {
      keyName: key.name,
      algorithm,
      timeSignedSeconds: 1594855491,
      fudgeSeconds: 300,
      error,
    };
    return hex(
      computeMac(key, {
        ...(prior !== '' && { priorMac: Buffer.from(prior, 'hex') }),
        messages: [message],
        tsig: { ...variables, other: Buffer.from(other, 'hex') },
      }),
    );
  };
  const secret = 'NoTCJU+DMqFWywaPyxSijrDEA/eC3nK0xi3AMEZuPVk=';

  test.each([
    ['without a request MAC', '', '', '385449a425c6d52b9bf2c65c0726eefa0ad8084cdaf488f24547e686605b9610'],
    [
      'with a request MAC',
      '3684c225',
      '',
      'c110e3f62694755c10761dc8717462431ee34340b7c9d1eee09449150757c5b1',
    ],
    [
      'with other data',
      '3684c225',
      '666f6f',
      '15b91571ca80b3b410a77e2b44f8cc4f35ace22b26020138439dd94803e23b5d',
    ],
  ])('hmac-sha256 %s', (_title, prior, other, expected) => {
    expect(mac('hmac-sha256', secret, 18, prior, other)).toBe(expected);
  });

  test.each<[TsigAlgorithm, string, string]>([
    [
      'hmac-sha224',
      'hVEkQuAqnTmBuRrT9KF1Udr91gOMGWPw9LaTtw==',
      'd6daf9ea189e48bc38f9aed63d6cc4140cdfa38a7a333ee2eefdbd31',
    ],
    [
      'hmac-sha384',
      'Qjer2TL2lAdpq9w6Gjs98/ClCQx/L3vtgVHCmrZ8l/oKEPjqUUMFO18gMCRwd5H4',
      '89a48936d29187870c325cbdba5ad71609bd038d0459d6010c844d659c570e881d3650e4fe7310be53ebe5178d0d1001',
    ],
  ])('%s', (algorithm, itsSecret, expected) => {
    expect(mac(algorithm, itsSecret, 0)).toBe(expected);
  });
});

test('a signed query is byte for byte the one of BIND (fuzz/dns_message_checksig.c)', () => {
  const query = encodeMessage({
    ...empty,
    ...sections,
    id: 0x1dfa,
    opcode: opcodes.query,
    questions: [{ name: '.', type: types.SOA, class: classes.IN }],
  });
  const secret = Buffer.alloc(16, 0xff).toString('base64');
  const key = loadTsigKey({ name: 'TSIG-key', algorithm: 'hmac-sha256', secret });
  const { message, mac } = signMessage(query, key, { nowSeconds: 0x622acce1 });
  expect(hex(mac)).toBe('224d5807648d14009d8efc1cd04955e9cc9021873b5faf5c8899dc27c8dfb34b');
  expect(hex(message)).toBe(
    '1dfa0000000100000000000100000600010874736967' +
      '2d6b65790000fa00ff00000000003d0b686d61632d7368613235360000' +
      `00622acce1012c0020${hex(mac)}1dfa00000000`,
  );
});

test('a key that agreed to cut its MAC sends only the first bytes of it', () => {
  const secret = Buffer.alloc(16, 0xff).toString('base64');
  const whole = loadTsigKey({ name: 'k', algorithm: 'hmac-sha256', secret });
  const cut = loadTsigKey({ name: 'k', algorithm: 'hmac-sha256', secret, macBytes: 16 });
  const message = encodeMessage({ ...empty, ...sections, id: 1, opcode: opcodes.query, questions: [] });
  const { mac } = signMessage(message, whole, { nowSeconds: 1 });
  expect(signMessage(message, cut, { nowSeconds: 1 }).mac).toEqual(mac.subarray(0, 16));
});

describe('a key is refused', () => {
  const key = { name: 'k', algorithm: 'hmac-sha256', secret: 'AAAA' } as const;
  test.each([
    ['when its secret is empty', { ...key, secret: '' }, 'base64'],
    ['when its secret is no base64', { ...key, secret: 'not base64!' }, 'base64'],
    ['when its MAC is cut below half the hash', { ...key, macBytes: 15 }, '16 to 32'],
    ['when its MAC is longer than the hash', { ...key, macBytes: 33 }, '16 to 32'],
    ['when its algorithm is old', { ...key, algorithm: 'hmac-md5' as TsigAlgorithm }, 'unknown algorithm'],
  ])('%s', (_title, bad, reason) => {
    expect(() => loadTsigKey(bad)).toThrow(InvalidTsigKeyError);
    expect(() => loadTsigKey(bad)).toThrow(reason);
  });

  test('and the error does not show its secret', () => {
    expect(() => loadTsigKey({ ...key, secret: 'hush hush!' })).toThrow(/^(?!.*hush).*$/s);
  });
});

test('a whole signed message of the tests of miekg/dns, with compressed names, has the MAC we compute', () => {
  const bytes = Buffer.from(
    'c60028000001000000010001076578616d706c6503636f6d00000600010161c00c0001000100000e100004c0000201077465' +
      '73746b65790000fa00ff00000000003d0b686d61632d73686132353600' +
      (1594855491).toString(16).padStart(12, '0') +
      '012c00208cf23e0081d915478a182edcea7ff48ad102948e6c7ef8e887536957d1fa5616c60000000000',
    'hex',
  );
  const { signature } = decodeMessage(bytes);
  if (signature === undefined) throw new Error('no signature was found');
  const tsig = decodeTsigRecord(signature.record);
  const covered = Buffer.from(bytes.subarray(0, signature.offset));
  covered.writeUInt16BE(tsig.originalId, 0);
  covered.writeUInt16BE(0, 10);
  const secret = 'NoTCJU+DMqFWywaPyxSijrDEA/eC3nK0xi3AMEZuPVk=';
  const key = loadTsigKey({ name: 'testkey', algorithm: 'hmac-sha256', secret });
  expect(tsig.keyName).toBe('testkey.');
  expect(hex(computeMac(key, { messages: [covered], tsig }))).toBe(hex(tsig.mac));
});
