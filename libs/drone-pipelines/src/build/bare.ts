import type { PipelineBase, StepBase, Variable } from './common.ts';

/** A pipeline whose steps are shell commands on the runner's own machine. */
export interface ExecPipeline extends PipelineBase {
  readonly type: 'exec';
  readonly workspace?: { readonly path?: string };
  readonly steps: readonly ExecStep[];
}

export interface ExecStep extends StepBase {
  readonly detach?: boolean;
  /** There is no container here: the runner refuses an image. */
  readonly image?: never;
}

/** A pipeline whose steps are shell commands on another machine, reached by SSH. */
export interface SshPipeline extends PipelineBase {
  readonly type: 'ssh';
  readonly server: SshServer;
  readonly workspace?: { readonly path?: string };
  readonly steps: readonly SshStep[];
}

export interface SshServer {
  readonly host: Variable;
  readonly user: Variable;
  readonly password?: Variable;
  readonly ssh_key?: Variable;
}

export interface SshStep extends StepBase {
  /** There is no container here. */
  readonly image?: never;
}
