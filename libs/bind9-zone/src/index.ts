export { Bind9ZoneError } from './errors.ts';
export type { DnsServer } from './exchange/dns-server.ts';
export { ExchangeFailedError, NotAuthoritativeError } from './exchange/errors.ts';
export type { ExchangeOptions } from './exchange/exchange-options.ts';
export { MalformedMessageError, MessageTooLongError } from './message/errors.ts';
export type { WireRecord } from './message/message.ts';
export { InvalidNameError } from './names/errors.ts';
export { canonicalName, isSameName, isSubdomain } from './names/name-relations.ts';
export { TransferRefusedError } from './transfer/errors.ts';
export { transferZone, transferZoneChanges, type TransferOptions } from './transfer/transfer-zone.ts';
export type { FullTransfer, IncrementalTransfer, ZoneDelta, ZoneTransfer } from './transfer/zone-transfer.ts';
export { readZone, unchangedSince, type ReadZoneOptions, type ZoneCopy } from './transfer/read-zone.ts';
export { TsigError, UnsignedReplyError, type TsigProblem } from './tsig/errors.ts';
export { InvalidTsigKeyError, type TsigAlgorithm, type TsigKey } from './tsig/tsig-key.ts';
export {
  InvalidUpdateError,
  PrerequisiteFailedError,
  UpdateNotSeenError,
  UpdateRefusedError,
} from './update/errors.ts';
export { applyUpdate, type AppliedUpdate, type ApplyUpdateOptions } from './update/apply-update.ts';
export { sendUpdate, type UpdateOptions } from './update/send-update.ts';
export type { Prerequisite, UpdateStep, ZoneUpdate } from './update/update.ts';
export { ask, type AskOptions } from './query/ask.ts';
export { recordsOfType, type Answer, type AnswerRecord, type QueryType } from './query/answer.ts';
export { ZoneSyntaxError } from './lexing/errors.ts';
export { formatRdata } from './rdata/format-rdata.ts';
export { parseRdata, type ParseRdataOptions } from './rdata/parse-rdata.ts';
export { className, typeName, typeNumber } from './rdata/type-names.ts';
export { ZoneTooLargeError } from './zone/record-table.ts';
export { Zone, type ZoneRecord } from './zone/zone.ts';
export { ZoneRefusedError } from './zone-text/errors.ts';
export { type Finding, formatFinding } from './zone-text/finding.ts';
export { canonicalLines, formatCanonical } from './zone-text/format-canonical.ts';
export type { ParseLimits } from './zone-text/parse-limits.ts';
export { type ParseOptions, parseZone, type ParseZoneOptions } from './zone-text/parse-zone.ts';
export { readDueDs, type DsRecord, type DueDs } from './delegation/read-due-ds.ts';
export type {
  AuthoritativeServer,
  AuthoritativeZone,
  NamedFolders,
  Secondary,
  UpdateGrant,
} from './named-configuration/authoritative-server.ts';
export type { DnssecPolicy } from './named-configuration/dnssec-policy.ts';
export { InvalidConfigurationError } from './named-configuration/errors.ts';
export {
  planNamedConfiguration,
  type ConfigurationFile,
  type ConfigurationFolder,
  type NamedConfiguration,
} from './named-configuration/plan-named-configuration.ts';
export { createDns01Responder, type Dns01ResponderOptions } from './challenges/create-dns01-responder.ts';
export type { Dns01Challenge, Dns01Responder } from './challenges/dns01-responder.ts';
export { AliasLoopError, ChallengeNotStoredError, ZoneNotFoundError } from './challenges/errors.ts';
export { findZone } from './challenges/find-zone.ts';
export {
  checkPropagation,
  type AuthoritativeAddress,
  type ServerAgreement,
} from './propagation/check-propagation.ts';
export { NoServerAddressError, NotPropagatedError } from './propagation/errors.ts';
export type { Expectation } from './propagation/expectation.ts';
export {
  findAuthoritativeAddresses,
  type AuthoritativeAddressOptions,
} from './propagation/find-authoritative-addresses.ts';
export { waitUntilPropagated, type PropagationOptions } from './propagation/wait-until-propagated.ts';
export {
  createHostResolver,
  type HostResolver,
  type HostResolverOptions,
} from './resolution/host-resolver.ts';
export { ResolutionFailedError } from './resolution/errors.ts';
export { checkDelegation, type DelegationReport } from './delegation/check-delegation.ts';
export type {
  ChildView,
  DelegationFacts,
  NameServerFacts,
  ParentView,
} from './delegation/delegation-facts.ts';
export type { DelegationFault, DelegationFinding } from './delegation/delegation-finding.ts';
export { WalkFailedError } from './delegation/errors.ts';
export type { DelegationOptions } from './delegation/read-delegation.ts';
export type { RequestSignature } from './tsig/request-signature.ts';
export { checkZone, strictSeverities, type CheckZoneOptions } from './check/check-zone.ts';
export { checkZoneFile } from './check/check-zone-file.ts';
export { checkZoneText, type ZoneReport } from './check/check-zone-text.ts';
export { diffZones, type DiffOptions, type ZoneChange, type ZoneDiff } from './diff/diff-zones.ts';
export { planUpdate } from './diff/plan-update.ts';
export { addToSerial, compareSerials, nextSerial, SerialRangeError, serialSteps } from './diff/serial.ts';
export { formatZone, zoneLines, type FormatZoneOptions } from './zone-text/format-zone.ts';
export { readZoneFile, type ReadZoneFileOptions } from './zone-text/read-zone-file.ts';
export type { Severities, Severity } from './zone-text/report.ts';
export { streamZoneRecords } from './zone-text/stream-zone-records.ts';
