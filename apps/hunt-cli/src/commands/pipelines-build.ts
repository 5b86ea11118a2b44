import { buildText } from '../pipelines/build-text.ts';
import { InputError } from '../pipelines/input-error.ts';
import { loadResources } from '../pipelines/load-resources.ts';
import { say } from '../pipelines/pipelines-event.ts';
import { writeChanged } from '../pipelines/write-file.ts';
import type { FileVerb } from './file-verb.ts';
import { exitCodes } from './verb.ts';

export const build: FileVerb<{ write?: string; trusted?: boolean }> = {
  name: 'build',
  summary: 'Make a pipeline file from a TypeScript or JavaScript module, or from JSON',
  argument: '<source>',
  options: [
    ['--write <file>', 'write it there, if it changed, instead of to standard output'],
    ['--trusted', 'the repository is marked as trusted in Drone'],
  ],
  examples: [
    ['npx hunt pipelines build drone-pipeline.ts', 'to standard output'],
    ['npx hunt pipelines build drone-pipeline.ts --write .drone.yml', 'to a file'],
    ['npx hunt pipelines build - < pipelines.json', 'from JSON on standard input'],
  ],
  async run(work, { write, trusted = false }, [source, extra]) {
    if (source === undefined || extra !== undefined)
      throw new InputError('usage', 'build takes one module or JSON file');
    const name = source === '-' ? '<stdin>' : source;
    const text = buildText(name, await loadResources(source, work), { trusted });
    if (write === undefined) {
      say(work, { event: 'file', file: name, changed: false, text }, text);
      return exitCodes.ok;
    }
    const changed = await writeChanged(write, text);
    say(
      work,
      { event: 'file', file: write, changed, text },
      `${write}: ${changed ? 'written' : 'unchanged'}\n`,
    );
    return exitCodes.ok;
  },
};
