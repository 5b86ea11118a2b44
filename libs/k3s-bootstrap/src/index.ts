export {
  ApplyFailedError,
  BackupFailedError,
  BackupUnreadableError,
  ChannelUnresolvedError,
  ChecksumMismatchError,
  DesiredInvalidError,
  DowngradeRefusedError,
  DownloadFailedError,
  HostUnsuitableError,
  K3sBootstrapError,
  KubeconfigUnreadableError,
  LockHeldError,
  MinorSkippedError,
  NotConvergedError,
  NotRemovedError,
  PortsOpenError,
  ProbeInconclusiveError,
  ReadFailedError,
  RestoreFailedError,
  ServiceFailedError,
  VersionUnsupportedError,
  WaitExceededError,
  type K3sBootstrapErrorCode,
} from './errors.ts';
export type { CommandResult, K3sHost, RunOptions, WaitOptions } from './host.ts';
export { applyK3s, type ApplyK3sOptions } from './apply/apply-k3s.ts';
export { backUpK3s, type BackUpK3sOptions, type K3sBackup } from './backup/back-up-k3s.ts';
export { restoreK3s } from './backup/restore-k3s.ts';
export { closedPortRules, podAccessRules, type ClosedPortOptions } from './closed-ports/closed-port-rules.ts';
export { keepForeignTables, type HostFile } from './closed-ports/keep-foreign-tables.ts';
export {
  closedTcpPorts,
  verifyClosed,
  type PortAnswer,
  type PortProbe,
  type VerifyClosedOptions,
} from './closed-ports/verify-closed.ts';
export { formatConfiguration, formatRegistries } from './desired/format-configuration.ts';
export type { K3sConfiguration, K3sRegistries, PackagedComponent } from './desired/k3s-configuration.ts';
export type { K3sAirGap, K3sDesired, LocalFile } from './desired/k3s-desired.ts';
export { explainFailure, type K3sFailure } from './failure/explain-failure.ts';
export { openApi, type Forward, type OpenApiOptions, type OpenedApi } from './kubeconfig/open-api.ts';
export { readKubeconfig, type KubeconfigOptions } from './kubeconfig/read-kubeconfig.ts';
export { findObstacles } from './plan/find-obstacles.ts';
export type { K3sChange, K3sPlan } from './plan/k3s-change.ts';
export { planK3s } from './plan/plan-k3s.ts';
export type {
  Architecture,
  ClusterFact,
  FileFact,
  K3sFacts,
  PortHolder,
  ServiceFact,
} from './read/k3s-facts.ts';
export { readK3s } from './read/read-k3s.ts';
export { resolveChannel } from './release/release-location.ts';
export { uninstallK3s, type UninstallK3sOptions } from './uninstall-k3s.ts';
export { checkUpgrade } from './version/check-upgrade.ts';
export { compareK3sVersions, parseK3sVersion, type K3sVersion } from './version/k3s-version.ts';
export { findVersionConflicts } from './version/version-range.ts';
export type { VersionRequirement } from './version/version-requirement.ts';
