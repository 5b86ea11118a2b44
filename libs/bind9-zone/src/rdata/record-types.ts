import type { RdataField } from './field.ts';
import { addressPrefixes } from './fields/address-prefixes.ts';
import { ipv4, ipv6 } from './fields/addresses.ts';
import { base64Data } from './fields/base64.ts';
import { characterString, characterStrings, optionalCharacterString } from './fields/character-string.ts';
import { digest } from './fields/digest.ts';
import { domainName } from './fields/domain-name.ts';
import { amtRelay, ipsecKey } from './fields/gateway.ts';
import { hexData } from './fields/hex.ts';
import { hip } from './fields/hip.ts';
import { octal16, seconds, uint16, uint32, uint8 } from './fields/integers.ts';
import { publicKey } from './fields/keys.ts';
import { location } from './fields/location.ts';
import { hardwareAddress, locator64 } from './fields/locator.ts';
import { mnemonic16, mnemonic8 } from './fields/mnemonic.ts';
import { a6Address, atmAddress, nsapAddress, x25Address } from './fields/network-addresses.ts';
import { hashedOwner, salt } from './fields/nsec3.ts';
import { serviceBinding } from './fields/service-binding.ts';
import { signatureTime, signer } from './fields/signature.ts';
import { substitution } from './fields/substitution.ts';
import { objectData, taggedValue, uriTarget } from './fields/tagged-value.ts';
import { nxtBitmap, recordType, typeBitmap } from './fields/type-bitmap.ts';
import { wellKnownServices } from './fields/well-known-services.ts';
import { algorithms, certificateTypes, digestTypes, dsyncSchemes, hashAlgorithms } from './mnemonics.ts';
import { typeCodes } from './type-codes.ts';

/** What is known of one type of record. */
export interface RecordType {
  readonly code: number;
  readonly mnemonic: string;
  /** Its data, part by part; undefined for a type without a text form of its own. */
  readonly fields: readonly RdataField[] | undefined;
  /** Whether it is kept on the parent's side of a zone cut, as DS is. */
  readonly isAtParent: boolean;
  /** Whether it holds names that messages may compress. */
  readonly hasCompressibleName: boolean;
  /** Whether it holds names whose case does not count when records are compared. */
  readonly hasCaselessName: boolean;
}

/** What SIG and RRSIG have in common before the signer. */
const signature = (isOld: boolean): RdataField[] => [
  recordType('the covered type', isOld),
  mnemonic8('the algorithm', algorithms),
  uint8('the number of labels'),
  uint32('the original TTL'),
  signatureTime('the expiration', !isOld),
  signatureTime('the inception', !isOld),
  uint16('the key tag'),
];

const digestSizes = { 1: 20, 2: 32, 4: 48 };

const delegationDigest: RdataField[] = [
  uint16('the key tag'),
  mnemonic8('the algorithm', algorithms),
  digest(digestTypes, digestSizes),
];

const certificateAssociation: RdataField[] = [
  uint8('the usage'),
  uint8('the selector'),
  uint8('the matching type'),
  hexData('the certificate data'),
];

const layouts = new Map<string, RdataField[]>([
  ['A', [ipv4]],
  ['NS', [domainName('the name server')]],
  ['MD', [domainName('the mail destination')]],
  ['MF', [domainName('the mail forwarder')]],
  ['CNAME', [domainName('the canonical name')]],
  [
    'SOA',
    [
      domainName('the primary server'),
      domainName('the mailbox'),
      uint32('the serial'),
      seconds('the refresh interval'),
      seconds('the retry interval'),
      seconds('the expiry'),
      seconds('the negative TTL'),
    ],
  ],
  ['MB', [domainName('the mailbox')]],
  ['MG', [domainName('the mail group member')]],
  ['MR', [domainName('the new mailbox')]],
  ['WKS', [wellKnownServices]],
  ['PTR', [domainName('the name')]],
  ['HINFO', [characterString('the hardware'), characterString('the operating system')]],
  ['MINFO', [domainName('the responsible mailbox'), domainName('the error mailbox')]],
  ['MX', [uint16('the preference'), domainName('the mail exchange')]],
  ['TXT', [characterStrings('the text')]],
  ['RP', [domainName('the mailbox'), domainName('the name of the text')]],
  ['AFSDB', [uint16('the subtype'), domainName('the host')]],
  ['X25', [x25Address]],
  ['ISDN', [characterString('the ISDN address'), optionalCharacterString()]],
  ['RT', [uint16('the preference'), domainName('the host')]],
  ['NSAP', [nsapAddress]],
  ['NSAP-PTR', [domainName('the name')]],
  ['SIG', [...signature(true), domainName('the signer'), base64Data('the signature')]],
  ['KEY', [publicKey({ mayLackKey: true })]],
  ['PX', [uint16('the preference'), domainName('the RFC 822 name'), domainName('the X.400 name')]],
  ['GPOS', [characterString('longitude'), characterString('latitude'), characterString('altitude')]],
  ['AAAA', [ipv6]],
  ['LOC', [location]],
  ['NXT', [domainName('the next name'), nxtBitmap]],
  ['EID', [hexData('the endpoint identifier')]],
  ['NIMLOC', [hexData('the locator')]],
  ['SRV', [uint16('the priority'), uint16('the weight'), uint16('the port'), domainName('the target')]],
  ['ATMA', [atmAddress]],
  [
    'NAPTR',
    [
      uint16('the order'),
      uint16('the preference'),
      characterString('the flags'),
      characterString('the services'),
      substitution,
      domainName('the replacement'),
    ],
  ],
  ['KX', [uint16('the preference'), domainName('the exchanger')]],
  [
    'CERT',
    [
      mnemonic16('the certificate type', certificateTypes),
      uint16('the key tag'),
      mnemonic8('the algorithm', algorithms, true),
      base64Data('the certificate'),
    ],
  ],
  ['A6', [a6Address]],
  ['DNAME', [domainName('the target')]],
  [
    'SINK',
    [
      uint8('the meaning'),
      uint8('the coding'),
      uint8('the subcoding'),
      base64Data('the data', { mayBeEmpty: true }),
    ],
  ],
  ['APL', [addressPrefixes]],
  ['DS', delegationDigest],
  ['SSHFP', [uint8('the algorithm'), digest([], { 1: 20, 2: 32 }, 0)]],
  ['IPSECKEY', [ipsecKey]],
  ['RRSIG', [...signature(false), signer, base64Data('the signature')]],
  ['NSEC', [domainName('the next name', { isCompressible: false, isCaseless: false }), typeBitmap()]],
  ['DNSKEY', [publicKey()]],
  ['DHCID', [base64Data('the data')]],
  [
    'NSEC3',
    [
      mnemonic8('the hash algorithm', hashAlgorithms),
      uint8('the flags'),
      uint16('the iterations'),
      salt,
      hashedOwner,
      typeBitmap({ mayBeEmpty: true }),
    ],
  ],
  [
    'NSEC3PARAM',
    [mnemonic8('the hash algorithm', hashAlgorithms), uint8('the flags'), uint16('the iterations'), salt],
  ],
  ['TLSA', certificateAssociation],
  ['SMIMEA', certificateAssociation],
  ['HIP', [hip]],
  ['NINFO', [characterStrings('the text')]],
  ['RKEY', [publicKey({ hasNoFlags: true })]],
  [
    'TALINK',
    [
      domainName('the previous name', { isCompressible: false, isCaseless: false }),
      domainName('the next name', { isCompressible: false, isCaseless: false }),
    ],
  ],
  ['CDS', delegationDigest],
  ['CDNSKEY', [publicKey()]],
  ['OPENPGPKEY', [base64Data('the key')]],
  ['CSYNC', [uint32('the serial'), uint16('the flags'), typeBitmap({ mayBeEmpty: true })]],
  ['ZONEMD', [uint32('the serial'), uint8('the scheme'), digest([], { 1: 48, 2: 64 }, 12)]],
  ['SVCB', [serviceBinding]],
  ['HTTPS', [serviceBinding]],
  [
    'DSYNC',
    [
      recordType('the type'),
      mnemonic8('the scheme', dsyncSchemes, true),
      uint16('the port'),
      domainName('the target', { isCompressible: false, isCaseless: false }),
    ],
  ],
  ['HHIT', [base64Data('the data')]],
  ['BRID', [base64Data('the data')]],
  ['SPF', [characterStrings('the text')]],
  ['NID', [uint16('the preference'), locator64('the node identifier')]],
  ['L32', [uint16('the preference'), ipv4]],
  ['L64', [uint16('the preference'), locator64('the locator')]],
  ['LP', [uint16('the preference'), domainName('the name', { isCaseless: false })]],
  ['EUI48', [hardwareAddress('the address', 6)]],
  ['EUI64', [hardwareAddress('the address', 8)]],
  ['URI', [uint16('the priority'), uint16('the weight'), uriTarget]],
  ['CAA', [uint8('the flags'), taggedValue]],
  ['AVC', [characterStrings('the text')]],
  [
    'DOA',
    [
      uint32('the enterprise'),
      uint32('the type'),
      uint8('the location'),
      characterString('the media type'),
      objectData,
    ],
  ],
  ['AMTRELAY', [amtRelay]],
  ['RESINFO', [characterStrings('the text')]],
  ['WALLET', [characterStrings('the text')]],
  ['TA', delegationDigest],
  ['DLV', delegationDigest],
]);

const internet = 1;
const chaos = 3;

/** Types whose data is defined for class IN only; in other classes they have no text form of their own. */
const internetTypes = new Set(
  'WKS NSAP NSAP-PTR PX AAAA EID NIMLOC SRV ATMA KX A6 APL DHCID SVCB HTTPS'.split(' '),
);

function describeType(code: number, mnemonic: string, zoneClass: number): RecordType {
  let fields = layouts.get(mnemonic);
  if (zoneClass !== internet && internetTypes.has(mnemonic)) fields = undefined;
  if (zoneClass === chaos && mnemonic === 'A') fields = [domainName('the network'), octal16('the address')];
  const hasCaselessName = fields?.some((field) => field.fold !== undefined) ?? false;
  const hasCompressibleName = fields?.some((field) => field.isCompressible === true) ?? false;
  return { code, mnemonic, fields, isAtParent: mnemonic === 'DS', hasCaselessName, hasCompressibleName };
}

/** Types by number, as they are in one class. */
export type RecordTypes = ReadonlyMap<number, RecordType>;

function describeTypes(zoneClass: number): RecordTypes {
  return new Map(typeCodes.map(([code, mnemonic]) => [code, describeType(code, mnemonic, zoneClass)]));
}

/** Every type BIND knows, by its number, as it is in class IN. */
export const recordTypes: RecordTypes = describeTypes(internet);

/** Every type BIND knows, as it is in a class. */
export function recordTypesOf(zoneClass: number): RecordTypes {
  return zoneClass === internet ? recordTypes : describeTypes(zoneClass);
}
