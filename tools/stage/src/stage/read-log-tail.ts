import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runDirectory } from '../ownership/claim.ts';

/** What the logs of a stage say last, for the message of a failure: the logs go with the stage. */
export function readLogTail(stage: string): string {
  return ['stage.log', 'dhcp.log', 'names.log', 'certificate-authority.log']
    .flatMap((file) => {
      try {
        const lines = readFileSync(path.join(runDirectory(stage), file), 'utf8')
          .trim()
          .split('\n');
        return lines.filter((line) => line !== '').slice(-6);
      } catch {
        return [];
      }
    })
    .map((line) => `\n  ${line}`)
    .join('');
}
