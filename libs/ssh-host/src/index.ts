export {
  applyHost,
  type ApplyOptions,
  type HostApplyResult,
  type ResourceProgress,
  type ResourceState,
} from './apply/apply-host.ts';
export { connectHost, type ConnectOptions } from './connection/connect-host.ts';
export type { ForwardedPort } from './connection/forward-port.ts';
export type { CommandResult, HostConnection } from './connection/host-connection.ts';
export { fingerprint, parseHostKey, type HostKey } from './connection/host-key.ts';
export { generateKeyPair, publicKeyOf, type SshKeyPair } from './key-pair/key-pair.ts';
export type { WriteOptions } from './connection/host-files.ts';
export type { RunOptions } from './connection/run-command.ts';
export {
  ApplyFailedError,
  ApplyInterruptedError,
  ChannelRefusedError,
  CommandTimedOutError,
  ConnectFailedError,
  ConnectionLostError,
  HostFileError,
  HostKeyInvalidError,
  HostKeyMismatchError,
  InvalidResourceError,
  LockHeldError,
  LoginRefusedError,
  NotConvergedError,
  PrivateKeyInvalidError,
  ReadFailedError,
  ResourceConflictError,
  SshHostError,
  TemplateError,
  type SshHostErrorCode,
} from './errors.ts';
export { planHost, type HostChange, type HostPlan } from './plan/plan-host.ts';
export type { Fact, HostFacts, LockHolder, PreviousRun } from './read/host-facts.ts';
export { readHost, type Host, type ReadOptions } from './read/read-host.ts';
export { resourceId, type Resource } from './resources/resource.ts';
export type { ChangeAction } from './resources/resource-kind.ts';
export { renderTemplate } from './template/render-template.ts';
