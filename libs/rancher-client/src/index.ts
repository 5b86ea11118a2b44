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
export { listApps, readApp, uninstallApp, type App } from './catalog/apps.ts';
export type { InCluster } from './catalog/catalog-path.ts';
export {
  readChartIndex,
  readChartInfo,
  type ChartIndex,
  type ChartInfo,
  type ChartVersion,
} from './catalog/charts.ts';
export { OperationFailedError, RepositoryFailedError } from './catalog/errors.ts';
export type { ReleaseName } from './catalog/find-started.ts';
export { installCharts } from './catalog/install-charts.ts';
export type { ChartToInstall, Installation } from './catalog/installation.ts';
export {
  listOperations,
  readOperationLogs,
  waitForOperation,
  type Operation,
  type OperationName,
} from './catalog/operations.ts';
export {
  listRepositories,
  waitForRepository,
  type Repository,
  type WaitForRepositoryOptions,
} from './catalog/repositories.ts';
export {
  findCluster,
  listClusters,
  listNamespaces,
  listProjects,
  readCluster,
  type Cluster,
  type Namespace,
  type Project,
} from './clusters/clusters.ts';
export { deleteCluster } from './clusters/delete-cluster.ts';
export { applyImport, type ApplyImportOptions } from './import/apply-import.ts';
export { createCluster, type ImportDesired } from './import/create-cluster.ts';
export type { BoardCall, BoardRequest } from './import/board-request.ts';
export {
  AgentFailedError,
  AgentOfAnotherRancherError,
  ImportFailedError,
  ImportFailedInClusterError,
  RegistrationUnusableError,
  ServerUrlNotSetError,
} from './import/errors.ts';
export { explainAgent, type AgentFailureCode } from './import/explain-agent.ts';
export { readAgent, type AgentFacts, type AgentPod } from './import/read-agent.ts';
export { fetchManifest } from './import/fetch-manifest.ts';
export { importConditions, missingConditions } from './import/import-conditions.ts';
export { planImport, type ImportChange, type ImportPlan } from './import/plan-import.ts';
export { readImport, type ImportFacts, type ReadImportOptions } from './import/read-import.ts';
export { readRegistration, type Registration } from './import/registration.ts';
export { waitForImport, type WaitForImportOptions } from './import/wait-for-import.ts';
export { createKubeconfig, type CreatedKubeconfig } from './kubeconfig/create-kubeconfig.ts';
export { listTokens, readToken, type TokenSummary } from './tokens/list-tokens.ts';
export { listUsers } from './users/list-users.ts';
export { ExecFailedError } from './workloads/errors.ts';
export { execInPod, type ExecOptions, type ExecResult } from './workloads/exec-in-pod.ts';
export { listWorkloads, type Workload } from './workloads/list-workloads.ts';
export type { PodName } from './workloads/pod-name.ts';
export { readPodLogs, type PodLogsOptions } from './workloads/read-pod-logs.ts';
