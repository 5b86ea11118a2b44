/** Arguments in, exit code out; the only place that knows the process it runs in. */
import { Command } from 'commander';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { buffer } from 'node:stream/consumers';
import type { FileVerb } from './commands/file-verb.ts';
import { pipelines } from './commands/pipelines.ts';
import { exitCodes, type Verb, type VerbOptions } from './commands/verb.ts';
import { verbGroups, verbs } from './commands/verbs.ts';
import { createJsonReporter } from './reporters/json-reporter.ts';
import { createLiveReporter } from './reporters/live-reporter.ts';
import { createPlainReporter } from './reporters/plain-reporter.ts';
import { explainError, InterruptedError } from './run/explain-error.ts';
import type { Reporter } from './run/hunt-event.ts';
import { openSession } from './run/session.ts';

interface SharedOptions extends VerbOptions {
  environment: string;
  directory: string;
  json?: boolean;
}

const write = (text: string) => process.stdout.write(text);
// Whoever reads us may stop reading, as `head` does; that is no error of ours.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

function createReporter(json: boolean): Reporter {
  if (json) return createJsonReporter(write, () => new Date());
  if (process.stdout.isTTY && process.env['CI'] === undefined) {
    return createLiveReporter({ write, columns: process.stdout.columns }, () => Date.now());
  }
  return createPlainReporter(write);
}

async function runVerb(verb: Verb, words: string, options: SharedOptions, rest: string[]): Promise<number> {
  const stopping = new AbortController();
  const reporter = createReporter(options.json ?? false);
  const stop = (signal: NodeJS.Signals) => stopping.abort(new InterruptedError(signal, words));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await using session = await openSession({
      env: process.env,
      directory: resolve(options.directory),
      environmentName: options.environment,
      json: options.json ?? false,
      isTerminal: process.stdin.isTTY,
      signal: stopping.signal,
      reporter,
      now: () => new Date(),
      write,
      ask,
    });
    return await verb.run(session, options, rest);
  } catch (error) {
    reporter.emit({
      event: 'error',
      ...explainError(stopping.signal.aborted ? stopping.signal.reason : error),
    });
    return exitCodes.error;
  } finally {
    reporter.close();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
}

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await lines.question(question);
  } finally {
    lines.close();
  }
}

async function runFileVerb(verb: FileVerb, options: { json?: boolean }, rest: string[]): Promise<number> {
  const { json = false } = options;
  try {
    const work = {
      env: process.env,
      json,
      readStdin: () => buffer(process.stdin),
      write,
      now: () => new Date(),
    };
    return await verb.run(work, options, rest);
  } catch (error) {
    // Standard output may be on its way into a file.
    const reporter = json ? createReporter(true) : createPlainReporter((line) => process.stderr.write(line));
    reporter.emit({ event: 'error', ...explainError(error) });
    return exitCodes.error;
  }
}

/** What every verb has: a name, one line about it, options and examples. */
function addCommand(
  parent: Command,
  verb: Verb | FileVerb,
  shared: [flags: string, text: string, value?: string][],
) {
  const command = parent
    .command(verb.name + (verb.argument ? ` ${verb.argument}` : ''))
    .description(verb.summary);
  for (const [flags, description, value] of shared) command.option(flags, description, value);
  command.option('--json', 'print one event a line, for machines');
  for (const [flags, description] of verb.options ?? []) command.option(flags, description);
  const width = Math.max(...verb.examples.map(([example]) => example.length));
  const examples = verb.examples.map(([example, effect]) => `  ${example.padEnd(width)}  ${effect}`);
  return command.addHelpText('after', `\nExamples:\n${examples.join('\n')}`);
}

/** @param group the word before it, where there is one */
function addVerb(verb: Verb, parent: Command, group?: string): void {
  const command = addCommand(parent, verb, [
    ['-e, --environment <name>', 'where: environments/<name>.yaml', 'stage'],
    ['--directory <path>', 'the folder that holds hunt.yaml', process.cwd()],
  ]);
  command.action(async () => {
    const words = group === undefined ? verb.name : `${group} ${verb.name}`;
    process.exitCode = await runVerb(verb, words, command.opts<SharedOptions>(), command.args);
  });
}

function addFileVerb(verb: FileVerb, parent: Command): void {
  const command = addCommand(parent, verb, []);
  command.action(async () => {
    process.exitCode = await runFileVerb(verb, command.opts<{ json?: boolean }>(), command.args);
  });
}

const program = new Command('hunt')
  .description("The game master's tool of the treasure hunt")
  .showHelpAfterError('(hunt --help lists the verbs, hunt <verb> --help its options)')
  .showSuggestionAfterError();
const addGroup = ({ name, summary }: { name: string; summary: string }) =>
  program.command(name).description(summary);
for (const verb of verbs) addVerb(verb, program);
for (const group of verbGroups) {
  const parent = addGroup(group);
  for (const verb of group.verbs) addVerb(verb, parent, group.name);
}
const parent = addGroup(pipelines);
for (const verb of pipelines.verbs) addFileVerb(verb, parent);
await program.parseAsync();
