import { lintText, formatProblem } from '../pipelines/lint-text.ts';
import { say } from '../pipelines/pipelines-event.ts';
import { defaultFile, readInput } from '../pipelines/read-input.ts';
import type { FileVerb } from './file-verb.ts';
import { exitCodes } from './verb.ts';

interface LintVerbOptions {
  trusted?: boolean;
  repository?: string;
  untrustedEvents?: string[];
  disable?: string[];
  errorsOnly?: boolean;
}

export const lint: FileVerb<LintVerbOptions> = {
  name: 'lint',
  summary: 'Say what is wrong with pipelines, where, why and what to do; exit 2 if anything',
  argument: '[files...]',
  options: [
    ['--trusted', 'the repository is marked as trusted in Drone'],
    ['--repository <owner/name>', 'the repository, for rules that ask for it'],
    ['--untrusted-events <events...>', 'events that people you do not trust can cause'],
    ['--disable <codes...>', 'rules to leave out'],
    ['--errors-only', 'leave warnings out'],
  ],
  examples: [
    ['npx hunt pipelines lint', `${defaultFile} in this folder`],
    ['npx hunt pipelines lint a.yml b.yml --json', 'one problem a line'],
    ['npx hunt pipelines build p.ts | npx hunt pipelines lint -', 'what is built, from standard input'],
    ['npx hunt pipelines lint --disable unpinned-image', 'without a rule'],
  ],
  async run(work, options, files) {
    const { trusted = false, repository, untrustedEvents, disable, errorsOnly = false } = options;
    const lintOptions = {
      trusted,
      ...(repository === undefined ? {} : { repository }),
      ...(untrustedEvents === undefined ? {} : { untrustedEvents }),
      ...(disable === undefined ? {} : { disable }),
    };
    const names = files.length === 0 ? [defaultFile] : files;
    const counts = { error: 0, warning: 0 };
    for (const file of names) {
      const { name, bytes } = await readInput(file, work);
      for (const problem of lintText(bytes, lintOptions)) {
        if (errorsOnly && problem.severity !== 'error') continue;
        counts[problem.severity] += 1;
        say(work, { event: 'problem', file: name, ...problem }, formatProblem(name, problem));
      }
    }
    say(work, { event: 'linted', files: names.length, errors: counts.error, warnings: counts.warning });
    return counts.error + counts.warning === 0 ? exitCodes.ok : exitCodes.changes;
  },
};
