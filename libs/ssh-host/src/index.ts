export { connectHost, type ConnectOptions } from './connection/connect-host.ts';
export type { ForwardedPort } from './connection/forward-port.ts';
export type { CommandResult, HostConnection } from './connection/host-connection.ts';
export { fingerprint, parseHostKey, type HostKey } from './connection/host-key.ts';
export { generateKeyPair, publicKeyOf, type SshKeyPair } from './key-pair/key-pair.ts';
export type { WriteOptions } from './connection/host-files.ts';
export type { RunOptions } from './connection/run-command.ts';
export {
  ChannelRefusedError,
  CommandTimedOutError,
  ConnectFailedError,
  ConnectionLostError,
  HostFileError,
  HostKeyInvalidError,
  HostKeyMismatchError,
  LoginRefusedError,
  PrivateKeyInvalidError,
  SshHostError,
  type SshHostErrorCode,
} from './errors.ts';
