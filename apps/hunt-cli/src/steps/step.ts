import type { BoardClusters } from '../board/board-clusters.ts';
import type { Configuration } from '../configuration/read-configuration.ts';
import type { GameMaster } from '../environment/game-master.ts';
import type { Internet } from '../environment/internet.ts';
import type { Programs } from '../environment/programs.ts';
import type { ScalewayConnection } from '../environment/scaleway-connection.ts';
import type { Cluster } from '../kubernetes/cluster.ts';
import type { Outputs, PlannedChange } from '../run/hunt-event.ts';
import type { SecretStore } from '../secrets/secret-store.ts';

/** What every step is given. */
export interface StepContext {
  configuration: Configuration;
  scaleway: ScalewayConnection;
  internet: Internet;
  programs: Programs;
  secrets: SecretStore;
  gameMaster: GameMaster;
  cluster: Cluster;
  boardClusters: BoardClusters;
  /** Changes the user explicitly allowed by `--allow`. */
  allowed: readonly string[];
  signal: AbortSignal;
  /** Outputs of the steps before this one. */
  outputsOf: (step: string) => Outputs;
  /** Says what is being done, or awaited. */
  progress: (message: string) => void;
  /** Says what is worth knowing and changes nothing. */
  notice: (message: string) => void;
}

/**
 * One step of a set-up. All steps have these parts, in this order, one file a step; a reader who knows one knows all.
 * Running `read → plan → apply → read → verify` twice changes nothing the second time.
 */
export interface Step<Actual, Change extends PlannedChange> {
  readonly name: string;
  /** One line: the state this step holds. */
  readonly title: string;
  /** Reads what exists (I/O in). */
  read(context: StepContext): Promise<Actual>;
  /** Decides what to change (pure). */
  plan(actual: Actual, context: StepContext): Change[];
  /** Makes the changes (I/O out). Killed anywhere, the next run's `read` finds what is left. */
  apply(changes: Change[], actual: Actual, context: StepContext): Promise<void>;
  /**
   * Proves the result from outside; throws when it does not hold.
   *
   * @param isChanged whether this run changed it: then it may be proven by what leaves traces, too
   */
  verify(actual: Actual, context: StepContext, isChanged: boolean): Promise<void>;
  /** What later steps and the user may know of it; undefined until it exists. */
  outputs(actual: Actual): Outputs | undefined;
}
