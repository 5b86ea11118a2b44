export { InvalidCallError, RancherClientError, type RancherClientErrorCode } from './errors.ts';
export type { RancherCall } from './client/call.ts';
export type {
  CallOptions,
  RancherClientOptions,
  RancherWait,
  RetryLimits,
  WaitOptions,
} from './client/client-options.ts';
export type { Clock } from './client/clock.ts';
export type { RancherFetch, RancherFetchInit, RancherReply } from './client/connections.ts';
export type { RancherErrorBody } from './client/error-body.ts';
export {
  AnswerNotUnderstoodError,
  CertificateNotTrustedError,
  RancherUnreachableError,
  RedirectLoopError,
  RequestRefusedError,
  UseHttpsError,
  WaitExceededError,
  type RefusalCode,
} from './client/errors.ts';
export { list, listAll, type ListOptions } from './client/list.ts';
export { createRancherClient, type RancherClient } from './client/rancher-client.ts';
export type { Condition } from './client/wire.ts';
export { isLoginRefused, login, logout } from './login/login.ts';
export type { Credentials, LoginOptions, LoginToken } from './login/login.ts';
export { readCaCertificates } from './readiness/ca-certificates.ts';
export { isPinged, readHealth } from './readiness/probes.ts';
export { probeWebsocket, type WebsocketProbe } from './readiness/probe-websocket.ts';
export { ready, type ReadyRancher } from './readiness/ready.ts';
export { readVersion, type RancherVersion } from './readiness/version.ts';
export { applySetUp, type AppliedSetUp, type ApplySetUpOptions } from './set-up/apply-set-up.ts';
export type { SetUpDesired } from './set-up/desired.ts';
export { planSetUp, type PlanSetUpOptions, type SetUpChange, type SetUpPlan } from './set-up/plan-set-up.ts';
export { readSetUp, type SetUpFacts } from './set-up/read-set-up.ts';
export { listSettings, readSetting, updateSetting, type Setting } from './settings/settings.ts';
export { createToken, type CreatedToken, type TokenRequest } from './tokens/create-token.ts';
export { deleteToken } from './tokens/delete-token.ts';
export { changePassword, setPassword, type PasswordChange } from './users/change-password.ts';
export { whoAmI, type User } from './users/who-am-i.ts';
