export {
  ChartDigestMismatchError,
  ClusterRefusedError,
  ClusterUnreachableError,
  HelmFailedError,
  HelmNotRunnableError,
  HelmReleaseError,
  InvalidObjectsError,
  InvalidReleaseError,
  KindUnknownError,
  LockLostError,
  KubeconfigUnusableError,
  NotConvergedError,
  ObjectConflictError,
  ObjectFailedError,
  ObjectRefusedError,
  PlanStaleError,
  ReleaseLockedError,
  ReleasePendingError,
  WaitTimedOutError,
  type HelmFailureCode,
  type HelmReleaseErrorCode,
} from './errors.ts';
export { createHelm, type Helm, type HelmOptions } from './helm/create-helm.ts';
export { pickProxySettings } from './helm/proxy-settings.ts';
export { readHelmVersion, type HelmVersion } from './helm/helm-version.ts';
export type { KubernetesCall, KubernetesReply, KubernetesRequest } from './kubernetes/request.ts';
export type { ChartReference, DesiredRelease } from './release/desired-release.ts';
export { pinCharts, type ChartPin } from './release/pin-charts.ts';
export type { JsonObject, JsonValue } from './release/json.ts';
export { acceptsKubernetes } from './chart/accepts-kubernetes.ts';
export { findVersions, type ChartVersion } from './chart/find-versions.ts';
export type { ManifestObject, ObjectName } from './chart/manifest.ts';
export { readChart, type ChartDescription } from './chart/read-chart.ts';
export { renderRelease, type RenderOptions } from './chart/render-release.ts';
export { listReleases, type ListedRelease } from './read/list-releases.ts';
export {
  readReleases,
  type ReadOptions,
  type ReleaseDifference,
  type ReleaseFacts,
  type ReleasesFacts,
} from './read/read-releases.ts';
export type { ReleaseRecord, ReleaseState } from './read/release-records.ts';
export type { ChartVersionName } from './release/description.ts';
export type { ContentLabels } from './release/content-labels.ts';
export type { LockHolder } from './lock/lease.ts';
export type { ObjectComparison } from './plan/compare-objects.ts';
export type { Repair } from './plan/plan-repair.ts';
export {
  planReleases,
  type ObjectChange,
  type ReleaseChange,
  type ReleasePlan,
  type UnpinnedChart,
} from './plan/plan-releases.ts';
export { applyReleases, type ApplyOptions, type ReleaseProgress } from './apply/apply-releases.ts';
export type { AwaitedObject } from './apply/awaited-objects.ts';
export type { ObjectEvent } from './apply/object-events.ts';
export { destroyReleases, type DestroyOptions } from './destroy/destroy-releases.ts';
export type { DesiredObjects } from './objects/desired-objects.ts';
export { parseObjects } from './objects/parse-objects.ts';
export { readObjects, type ObjectsFacts, type SetFacts } from './objects/read-objects.ts';
export type { ObjectConflict } from './objects/object-conflict.ts';
export {
  planObjects,
  type ObjectsChange,
  type ObjectsPlan,
  type SetObjectChange,
} from './objects/plan-objects.ts';
export { applyObjects, type ApplyObjectsOptions } from './objects/apply-objects.ts';
export type { ObjectsProgress } from './objects/objects-progress.ts';
export { destroyObjects } from './objects/destroy-objects.ts';
export {
  waitForObjects,
  type Awaited,
  type ObjectToAwait,
  type WaitForObjectsOptions,
} from './readiness/wait-for-objects.ts';
