import type { Condition, PipelineBase, StepBase, Trigger, When } from '../build/common.ts';
import type { DockerStep, DockerVolume } from '../build/docker.ts';
import type { KubernetesPipeline, KubernetesVolume, Resources } from '../build/kubernetes.ts';
import type { Pipeline, Resource } from '../build/resource.ts';
import type { SshServer } from '../build/bare.ts';
import type { Path } from '../path.ts';
import type { ProblemSource, Severity } from '../problem.ts';

/** What the rules need to know about the place where the file will run. */
export interface LintOptions {
  /** Whether an administrator has marked the repository as trusted. @default false */
  readonly trusted?: boolean;
  /** `owner/name`; needed only by the rule on reserved namespaces. */
  readonly repository?: string;
  /** The Kubernetes runner's `DRONE_NAMESPACE_RULES`: namespace to patterns of repositories that may use it. */
  readonly namespaceRules?: Readonly<Record<string, readonly string[]>>;
  /** Events that people you do not trust can cause. @default pull_request, promote, rollback, cron, custom */
  readonly untrustedEvents?: readonly string[];
  /** Codes of rules to leave out. */
  readonly disable?: readonly string[];
}

export type PipelineType = Pipeline['type'];

/** Any step, with the fields of all types, as rules want to read it. Fields may be absent in a file whatever the types promise. */
export interface AnyStep
  extends
    Partial<Omit<DockerStep, keyof StepBase | 'user' | 'volumes' | 'resources'>>,
    Partial<Omit<StepBase, 'when'>> {
  readonly when?: When & IgnoredConditions;
  readonly user?: string | number;
  readonly group?: number;
  readonly resources?: Resources;
  readonly volumes?: readonly {
    readonly name?: string;
    readonly path?: string;
    readonly sub_path?: string;
  }[];
}

/** Conditions that Drone reads and never evaluates. */
interface IgnoredConditions {
  readonly paths?: Condition;
  readonly matrix?: unknown;
}

/** Any pipeline, with the fields of all types. */
export interface AnyPipeline
  extends
    Partial<Omit<PipelineBase, 'trigger' | 'platform'>>,
    Partial<
      Pick<
        KubernetesPipeline,
        | 'metadata'
        | 'node_name'
        | 'node_selector'
        | 'service_account_name'
        | 'tolerations'
        | 'dns_config'
        | 'host_aliases'
        | 'resources'
        | 'environment'
      >
    > {
  readonly type: PipelineType;
  readonly platform?: { readonly os?: string; readonly arch?: string };
  readonly trigger?: Trigger & IgnoredConditions & { readonly instance?: Condition };
  readonly server?: Partial<SshServer>;
  readonly workspace?: { readonly base?: string; readonly path?: string };
  readonly volumes?: readonly (Partial<DockerVolume> & Partial<KubernetesVolume>)[];
  readonly services?: readonly AnyStep[];
  readonly steps?: readonly AnyStep[];
}

/** A step and where it stands. */
export interface PlacedStep {
  readonly step: AnyStep;
  readonly path: Path;
  readonly isService: boolean;
}

/** A pipeline and its steps. */
export interface PlacedSteps {
  readonly pipeline: AnyPipeline;
  /** Services first, as the runners take them. */
  readonly steps: readonly PlacedStep[];
}

/** A pipeline, prepared once for all rules. */
export interface PlacedPipeline extends PlacedSteps {
  /** Events that reach the pipeline and that people you do not trust can cause. */
  readonly untrustedEvents: readonly string[];
}

/** Says that something is wrong, with Drone's own words where it has some. */
export type Report = (path: Path, message: string, droneMessage?: string) => void;

/** One rule: what it looks at, why, what to do, and a file that breaks it beside one that does not. */
export interface Rule {
  readonly code: string;
  readonly source: ProblemSource;
  readonly severity: Severity;
  /** Pipelines it applies to. @default all */
  readonly types?: readonly PipelineType[];
  readonly reason: string;
  readonly remedy: string;
  readonly example: { readonly bad: string; readonly good: string; readonly options?: LintOptions };
  readonly checkStep?: (
    step: PlacedStep,
    report: Report,
    options: LintOptions,
    pipeline: PlacedPipeline,
  ) => void;
  readonly checkPipeline?: (pipeline: PlacedPipeline, report: Report, options: LintOptions) => void;
  readonly checkResource?: (resource: Resource, report: Report, options: LintOptions) => void;
  /** Sees the text of a document, comments included; only where it was read from text. */
  readonly checkText?: (data: string, report: (offset: number, message: string) => void) => void;
  /** Sees all documents at once; says in which one the problem is. */
  readonly checkFile?: (
    resources: readonly Resource[],
    report: (document: number, ...rest: Parameters<Report>) => void,
  ) => void;
}
