export { AcmeDns01Error, InvalidRequestError, type AcmeDns01ErrorCode } from './errors.ts';
export type { ExternalAccountBinding } from './authority/acme-client-parts.ts';
export type { AcmeProgress, ConnectionOptions, WaitLimits } from './authority/connection-options.ts';
export {
  AuthorityMisbehavedError,
  AuthorityUnreachableError,
  NotOfferedError,
  RateLimitedError,
  RequestRefusedError,
  WaitExceededError,
} from './authority/errors.ts';
export type { AcmeFetch, AcmeFetchInit, AcmeReply } from './authority/https-fetch.ts';
export type { AcmeProblem, AcmeSubproblem } from './authority/problem.ts';
export type { AcmeAccount } from './account/acme-account.ts';
export { createAccount, type CreateAccountOptions, type CreatedAccount } from './account/create-account.ts';
export { deactivateAccount } from './account/deactivate-account.ts';
export { readAccount, type AccountState } from './account/read-account.ts';
export { rolloverAccountKey, type RolloverAccountKeyOptions } from './account/rollover-account-key.ts';
export { ExternalAccountRequiredError } from './account/errors.ts';
export { CertificateUnreadableError } from './certificate/certificate-chain.ts';
export { certificateId } from './certificate/certificate-id.ts';
export {
  checkCertificate,
  type CertificateExpectation,
  type CertificateFlaw,
} from './certificate/check-certificate.ts';
export { generatePrivateKey, type KeyType } from './certificate/private-key.ts';
export {
  revokeCertificate,
  type RevocationReason,
  type RevokeCertificateOptions,
  type Revoker,
} from './certificate/revoke-certificate.ts';
export type { Dns01Challenge, Dns01Responder } from './order/dns01-responder.ts';
export {
  AllAuthoritiesFailedError,
  AuthorizationFailedError,
  CertificateUnacceptableError,
  ChallengeNotOfferedError,
  OrderInvalidError,
  ProfileNotOfferedError,
  ResponderFailedError,
} from './order/errors.ts';
export type { IssuedCertificate } from './order/issued-certificate.ts';
export {
  obtainCertificate,
  type CertificateAuthority,
  type ObtainCertificateOptions,
  type ObtainedCertificate,
} from './order/obtain-certificate.ts';
export { RenewalFailedError } from './renewal/errors.ts';
export { fetchRenewalInfo, type FetchRenewalInfoOptions } from './renewal/fetch-renewal-info.ts';
export { planRenewal, type RenewalFacts, type RenewalPlan } from './renewal/plan-renewal.ts';
export { renewIfDue, type RenewalOutcome, type RenewIfDueOptions } from './renewal/renew-if-due.ts';
export type { RenewalHistory } from './renewal/renewal-history.ts';
export type { RenewalInfo } from './renewal/renewal-info.ts';
