export { DesiredInvalidError, K3sBootstrapError, type K3sBootstrapErrorCode } from './errors.ts';
export type { CommandResult, K3sHost, RunOptions, WaitOptions } from './host.ts';
export type { K3sConfiguration, K3sRegistries, PackagedComponent } from './desired/k3s-configuration.ts';
export type { K3sAirGap, K3sDesired, LocalFile } from './desired/k3s-desired.ts';
export type { K3sChange, K3sPlan } from './plan/k3s-change.ts';
export type {
  Architecture,
  ClusterFact,
  FileFact,
  K3sFacts,
  PortHolder,
  ServiceFact,
} from './read/k3s-facts.ts';
export { compareK3sVersions, parseK3sVersion, type K3sVersion } from './version/k3s-version.ts';
export type { VersionRequirement } from './version/version-requirement.ts';
export { formatConfiguration, formatRegistries } from './desired/format-configuration.ts';
