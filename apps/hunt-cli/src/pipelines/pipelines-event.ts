import type { EvaluatedPipeline, Problem } from '@wescale/drone-pipelines';
import type { FileWork } from '../commands/file-verb.ts';
import { eventVersion } from '../run/hunt-event.ts';

/** What `hunt pipelines` says with `--json`, one a line. */
export type PipelinesEvent =
  | ({ event: 'problem'; file: string } & Problem)
  | { event: 'linted'; files: number; errors: number; warnings: number }
  | { event: 'file'; file: string; changed: boolean; text: string }
  | ({ event: 'pipeline'; file: string } & EvaluatedPipeline)
  | {
      event: 'explained';
      file: string;
      pipelines: number;
      running: number;
      skipWord?: string;
      mermaid?: string;
    }
  | { event: 'finding'; check: string; ok: boolean; message: string; remedy?: string };

/** Says something: to machines as it is, to people in the given words, or not at all. */
export function say(work: FileWork, event: PipelinesEvent, words?: string): void {
  if (work.json)
    work.write(`${JSON.stringify({ version: eventVersion, at: work.now().toISOString(), ...event })}\n`);
  else if (words !== undefined) work.write(words);
}
