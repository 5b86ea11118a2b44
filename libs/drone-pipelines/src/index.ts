export { DronePipelinesError, type DronePipelinesErrorCode } from './errors.ts';
export type { Problem, ProblemSource, Severity } from './problem.ts';

export { parseDroneFile, type DroneDocument, type DroneFile } from './reader/parse-file.ts';
export type { Position } from './reader/line-index.ts';
export { UnreadableFileError } from './reader/errors.ts';
export type { ReadLimits } from './reader/limits.ts';
export { formatDroneFile } from './format/format-file.ts';
export { UnformattableError } from './format/errors.ts';

export type * from './build/common.ts';
export type { DockerPipeline, DockerStep, DockerVolume } from './build/docker.ts';
export type { KubernetesPipeline, KubernetesStep, KubernetesVolume } from './build/kubernetes.ts';
export type { ExecPipeline, ExecStep, SshPipeline, SshServer, SshStep } from './build/bare.ts';
export type { Cron, Pipeline, Registry, Resource, Secret, Signature, Template } from './build/resource.ts';
export { dockerPipeline, execPipeline, kubernetesPipeline, sshPipeline } from './build/pipelines.ts';
export { cron, registry, secret, signature, template } from './build/other-kinds.ts';
export { InvalidResourceError } from './build/errors.ts';

export { lintFile, lintResources } from './lint/lint.ts';
export { lintRules } from './lint/rules.ts';
export type { LintOptions, Rule } from './lint/rule.ts';

export { droneHmac, signDroneFile, verifyDroneFile } from './sign/drone-signature.ts';
export { framedMac, verifyFramedMac } from './sign/framed-mac.ts';
export { decryptSecret, encryptSecret } from './sign/secret-encryption.ts';
export { SigningError } from './sign/errors.ts';

export {
  evaluate,
  type EvaluatedPipeline,
  type EvaluatedStep,
  type Evaluation,
} from './evaluate/evaluate.ts';
export { mermaid } from './evaluate/mermaid.ts';
export { EVENT_NAMES, type BuildEvent } from './evaluate/build-event.ts';

export { extension, type ExtensionOptions } from './extension/serve.ts';
export { callExtension, extensionRequest, type CallOptions } from './extension/call.ts';
export { createReplayCache, type CallSeen, type ReplayCache } from './extension/replay-cache.ts';
export { verifyCall, type VerifyOptions } from './extension/verify-call.ts';
export { CallFailedError, CallRefusedError, type RefusalReason } from './extension/errors.ts';
export type * from './extension/kinds.ts';
export type * from './client/types.ts';

export {
  trustedPipeline,
  type RepositoryIdentity,
  type TrustedPipelineOptions,
} from './trusted-pipeline/trusted-pipeline.ts';
export { checkTrust } from './trusted-pipeline/check-trust.ts';
export { secretDecision, type SecretGrant } from './trusted-pipeline/secret-decision.ts';
export { InvalidTrustError } from './trusted-pipeline/errors.ts';
export type {
  JobsRepository,
  ManagedRepository,
  PlayerRepository,
} from './trusted-pipeline/managed-repository.ts';

export { confine } from './confine/confine.ts';
export { findDeviations, type Deviation } from './confine/find-deviations.ts';
export { readConfinement, type ClusterReader } from './confine/read-confinement.ts';
export { PUBLIC_HTTPS, type AllowedRange, type ConfineOptions } from './confine/options.ts';
export { InvalidConfinementError } from './confine/errors.ts';
export type { KubernetesObject } from './confine/kubernetes-object.ts';

export { DroneClient, type CallSettings, type RepositorySlug } from './client/drone-client.ts';
export type { DroneClientOptions } from './client/http.ts';
export { DroneApiError, DroneUnreachableError, InvalidCallError } from './client/errors.ts';
