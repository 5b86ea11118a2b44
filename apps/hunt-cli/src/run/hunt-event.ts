/** Version of the events that `--json` prints; raised when a reader written for the old one would break. */
export const eventVersion = 1;

/** What happens while a verb runs. `--json` prints each as one line, with `version` and `at` added. */
export type HuntEvent =
  | { event: 'started'; verb: string; environment: string; hunt: string }
  | { event: 'step'; step: string; state: StepState; detail?: string; elapsedMs?: number }
  | { event: 'progress'; step: string; message: string }
  | { event: 'plan'; step: string; changes: PlannedChange[]; unknownUntil?: string }
  | { event: 'outputs'; step: string; outputs: Outputs }
  | { event: 'resource'; resource: string; id: string; name: string; state: string }
  | { event: 'record'; name: string; ttlSeconds: number; type: string; data: string }
  | { event: 'log'; part: string; line: string }
  | { event: 'finding'; check: string; ok: boolean; message: string; remedy?: string }
  | { event: 'notice'; message: string }
  | { event: 'error'; code: string; message: string; step?: string }
  | { event: 'finished'; verb: string; ok: boolean; changed: number; elapsedMs: number };

/** Where a step stands. */
export type StepState = 'reading' | 'unchanged' | 'applying' | 'verifying' | 'done' | 'failed' | 'waiting';

/** One change as users see it: what, to what, and why. Plain data, no secrets. */
export interface PlannedChange {
  action: 'create' | 'update' | 'replace' | 'delete' | 'restart' | 'reload' | 'run';
  resource: string;
  summary: string;
  reason: string;
  /** Unified diff, for the content of files. */
  diff?: string;
  /** Why this change is not made without the user's explicit consent. */
  blockedBy?: string;
}

/** What a step hands to later steps and to the user; never a secret. */
export type Outputs = Record<string, string>;

/** Takes the events of a run to wherever the user looks. */
export interface Reporter {
  emit(event: HuntEvent): void;
  /** Gives the terminal back. */
  close(): void;
}
