/** A value that Drone takes from a secret when the build runs. */
export interface FromSecret {
  readonly from_secret: string;
}

/** An environment value: text, or the name of a secret. Numbers are written as text, as Drone reads them. */
export type Variable = string | FromSecret;

/** Anything YAML can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A plugin setting. Inside a nested value, `from_secret` is not looked up. */
export type Parameter = Json | FromSecret;

/** Bytes, or text with a unit; every unit is a power of 1024: `512MiB`, `512mb` and `512m` are the same. */
export type ByteSize = number | string;

/** Patterns: `*` stops at `/`, `**` does not. Exclusion wins; no inclusion means everything. */
export type Condition<Value extends string = string> =
  Value | readonly Value[] | { readonly include?: readonly Value[]; readonly exclude?: readonly Value[] };

export type EventName = 'push' | 'pull_request' | 'tag' | 'promote' | 'rollback' | 'cron' | 'custom';
export type ActionName = 'opened' | 'synchronized' | 'open' | 'sync' | 'close' | 'create' | 'delete';
export type StatusName = 'success' | 'failure';

/** When a pipeline is triggered. All must hold. */
export interface Trigger {
  readonly event?: Condition<EventName>;
  readonly action?: Condition<ActionName>;
  /** The branch pushed to; for a pull request, the branch it wants to go into. */
  readonly branch?: Condition;
  readonly ref?: Condition;
  /** `owner/name`. */
  readonly repo?: Condition;
  /** The environment of a promotion or rollback. */
  readonly target?: Condition;
  readonly cron?: Condition;
  readonly status?: Condition<StatusName>;
}

/** When a step runs. All must hold. */
export interface When extends Trigger {
  /** Host name of the Drone server. */
  readonly instance?: Condition;
}

export interface Clone {
  readonly disable?: boolean;
  /** Commits to fetch; 0 fetches all. */
  readonly depth?: number;
  readonly retries?: number;
  readonly skip_verify?: boolean;
  readonly trace?: boolean;
}

export interface Platform {
  /** @default linux */
  readonly os?: 'linux' | 'windows';
  /** @default amd64 */
  readonly arch?: 'arm' | 'arm64' | 'amd64' | 'ppc64le' | 's390x';
  readonly variant?: string;
  readonly version?: string;
}

/** What every pipeline has, whatever its type. */
export interface PipelineBase {
  readonly kind: 'pipeline';
  readonly version?: string;
  readonly name: string;
  readonly platform?: Platform;
  /** Labels that a runner must have. */
  readonly node?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly limit?: number };
  readonly clone?: Clone;
  readonly trigger?: Trigger;
  /** Names of pipelines of the same file that must have ended. */
  readonly depends_on?: readonly string[];
}

/** What every step has, whatever its type. */
export interface StepBase {
  /** Unique in the pipeline, at most 100 bytes. */
  readonly name: string;
  readonly shell?: string;
  readonly environment?: Readonly<Record<string, Variable>>;
  readonly commands?: readonly string[];
  readonly failure?: 'ignore' | 'fast' | 'fast-fail' | 'fail-fast';
  /** Names of steps that are declared earlier. */
  readonly depends_on?: readonly string[];
  readonly when?: When;
}

/** What every step in a container has. */
export interface ContainerStep extends StepBase {
  readonly image: string;
  readonly pull?: 'always' | 'if-not-exists' | 'never';
  /** Only in trusted repositories. */
  readonly privileged?: boolean;
  readonly detach?: boolean;
  readonly working_dir?: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  /** Settings of a plugin, handed over as `PLUGIN_*` variables. */
  readonly settings?: Readonly<Record<string, Parameter>>;
}

export interface TemporaryVolume {
  /** `memory` only in trusted repositories. */
  readonly medium?: string;
  readonly size_limit?: ByteSize;
}
