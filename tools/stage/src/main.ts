/** The stage's command line: `nx run stage:up`, `:down`, `:status`, `:shell`. */
import { help } from './command-line/help.ts';
import type { CommandLine } from './command-line/parse-command-line.ts';
import { parseCommandLine } from './command-line/parse-command-line.ts';
import { renderStatus, renderUp, withoutSecret } from './command-line/render.ts';
import { StageError } from './errors.ts';
import { descriptionFile } from './stage/description.ts';
import { stageDown } from './stage/stage-down.ts';
import { stageShell } from './stage/stage-shell.ts';
import { stageStatus } from './stage/stage-status.ts';
import { stageUp } from './stage/stage-up.ts';

const abort = new AbortController();
process.once('SIGINT', () => abort.abort());
const onProgress = (message: string): void => console.error(message);

try {
  const line = parseCommandLine(process.argv.slice(2));
  if (line.help) console.log(help[line.command]);
  else process.exitCode = await run(line);
} catch (error) {
  if (abort.signal.aborted) process.exitCode = 130;
  else if (error instanceof StageError) {
    console.error(error.message);
    process.exitCode = 1;
  } else throw error;
}

async function run(line: CommandLine): Promise<number> {
  const named = line.name === undefined ? {} : { name: line.name };
  switch (line.command) {
    case 'up': {
      const zone = line.parentZone === undefined ? {} : { parentZone: line.parentZone };
      const description = await stageUp({ ...named, ...zone, onProgress, signal: abort.signal });
      const file = descriptionFile(description.name);
      print(line, withoutSecret(description, file), renderUp(description, file));
      return 0;
    }
    case 'down': {
      const name = line.name ?? 'default';
      const wasThere = await stageDown({ name, onProgress });
      const text = wasThere ? `The stage '${name}' is gone.` : `There is no stage '${name}'.`;
      print(line, { name, removed: wasThere }, text);
      return 0;
    }
    case 'status': {
      const stages = await stageStatus(named);
      print(line, stages, renderStatus(stages));
      return 0;
    }
    case 'shell':
      return stageShell({ ...named, machine: line.machine, run: line.run });
  }
}

function print(line: CommandLine, document: object, text: string): void {
  console.log(line.json ? JSON.stringify(document, null, 2) : text);
}
