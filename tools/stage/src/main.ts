/** The stage's command line: `nx run stage:up`, `:down`, `:status`, `:shell`, `:browse`. */
import { once } from 'node:events';
import { startBrowseProxy } from './browse/start-browse-proxy.ts';
import { help } from './command-line/help.ts';
import type { CommandLine } from './command-line/parse-command-line.ts';
import { parseCommandLine } from './command-line/parse-command-line.ts';
import { renderBrowse, renderStatus, renderUp, withoutSecret } from './command-line/render.ts';
import { StageError, StageNotFoundError } from './errors.ts';
import { descriptionFile, readDescription } from './stage/description.ts';
import { stageDown } from './stage/stage-down.ts';
import { stageShell } from './stage/stage-shell.ts';
import { stageStatus } from './stage/stage-status.ts';
import { stageUp } from './stage/stage-up.ts';

const abort = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => abort.abort());
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
    case 'browse':
      return browse(line);
  }
}

async function browse(line: CommandLine): Promise<number> {
  const name = line.name ?? 'default';
  const stage = readDescription(name);
  if (!stage) throw new StageNotFoundError(`the stage '${name}' is not up; bring it up with nx run stage:up`);
  await using proxy = await startBrowseProxy(stage);
  const { proxyUrl, authorityFile } = proxy;
  print(line, { name, proxyUrl, authorityFile }, renderBrowse(stage, proxy));
  await once(abort.signal, 'abort');
  return 0;
}

function print(line: CommandLine, document: object, text: string): void {
  console.log(line.json ? JSON.stringify(document, null, 2) : text);
}
