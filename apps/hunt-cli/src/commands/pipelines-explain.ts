import { EVENT_NAMES, evaluate, mermaid, type BuildEvent } from '@wescale/drone-pipelines';
import { formatEvaluation } from '../pipelines/format-evaluation.ts';
import { InputError } from '../pipelines/input-error.ts';
import { say } from '../pipelines/pipelines-event.ts';
import { defaultFile, parseInput, readInput } from '../pipelines/read-input.ts';
import type { FileVerb } from './file-verb.ts';
import { exitCodes } from './verb.ts';

type ExplainOptions = Partial<Omit<BuildEvent, 'event'>> & { event?: string; mermaid?: boolean };

export const explain: FileVerb<ExplainOptions> = {
  name: 'explain',
  summary: 'Say which pipelines and steps run for an event, in which order, and why',
  argument: '[file]',
  options: [
    ['--event <event>', `${EVENT_NAMES.join(', ')} (default: push)`],
    ['--branch <name>', 'the branch pushed to; for a pull request, the one it wants to go into'],
    ['--action <action>', 'opened, synchronized …'],
    ['--ref <ref>', 'like refs/heads/main'],
    ['--repository <owner/name>', 'the repository'],
    ['--target <name>', 'the environment of a promotion or rollback'],
    ['--cron <name>', 'the cron job'],
    ['--instance <host>', "host name of Drone's server"],
    ['--title <text>', 'title of a pull request'],
    ['--message <text>', 'message of the commit'],
    ['--mermaid', 'as a Mermaid flowchart'],
  ],
  examples: [
    ['npx hunt pipelines explain --event pull_request --branch main', `${defaultFile} in this folder`],
    ['npx hunt pipelines explain p.yml --branch main --mermaid', 'a picture'],
    ['npx hunt pipelines explain - --event cron --cron nightly --json', 'from standard input, for programs'],
  ],
  async run(work, { mermaid: asPicture = false, event = 'push', ...options }, [file = defaultFile, extra]) {
    if (extra !== undefined) throw new InputError('usage', 'explain takes one file');
    const name = EVENT_NAMES.find((one) => one === event);
    if (name === undefined)
      throw new InputError('usage', `--event expects one of ${EVENT_NAMES.join(', ')}, not "${event}"`);
    const input = await readInput(file, work);
    const evaluation = evaluate(parseInput(input).resources, { event: name, ...options });
    const { pipelines, skipWord } = evaluation;
    const picture = asPicture ? mermaid(evaluation) : undefined;
    for (const pipeline of pipelines) say(work, { event: 'pipeline', file: input.name, ...pipeline });
    say(
      work,
      {
        event: 'explained',
        file: input.name,
        pipelines: pipelines.length,
        running: pipelines.filter(({ runs }) => runs).length,
        ...(skipWord === undefined ? {} : { skipWord }),
        ...(picture === undefined ? {} : { mermaid: picture }),
      },
      picture ?? formatEvaluation(evaluation),
    );
    return exitCodes.ok;
  },
};
