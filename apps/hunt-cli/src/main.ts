/** Arguments in, exit code out; the only place that knows the process it runs in. */
import { Command } from 'commander';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { exitCodes, type Verb, type VerbOptions } from './commands/verb.ts';
import { verbs } from './commands/verbs.ts';
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

async function runVerb(verb: Verb, options: SharedOptions, rest: string[]): Promise<number> {
  const stopping = new AbortController();
  const reporter = createReporter(options.json ?? false);
  const stop = (signal: NodeJS.Signals) => stopping.abort(new InterruptedError(signal, verb.name));
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

function addVerb(program: Command, verb: Verb): void {
  const command = program
    .command(verb.name + (verb.argument ? ` ${verb.argument}` : ''))
    .description(verb.summary)
    .option('-e, --environment <name>', 'where: environments/<name>.yaml', 'stage')
    .option('--directory <path>', 'the folder that holds hunt.yaml', process.cwd())
    .option('--json', 'print one event a line, for machines');
  for (const [flags, description] of verb.options ?? []) command.option(flags, description);
  const width = Math.max(...verb.examples.map(([example]) => example.length));
  const examples = verb.examples.map(([example, effect]) => `  ${example.padEnd(width)}  ${effect}`);
  command.addHelpText('after', `\nExamples:\n${examples.join('\n')}`);
  command.action(async (...parameters: unknown[]) => {
    const rest = verb.argument ? (parameters[0] as string[]) : [];
    process.exitCode = await runVerb(verb, command.opts<SharedOptions>(), rest);
  });
}

const program = new Command('hunt')
  .description("The game master's tool of the treasure hunt")
  .showHelpAfterError('(hunt --help lists the verbs, hunt <verb> --help its options)')
  .showSuggestionAfterError();
for (const verb of verbs) addVerb(program, verb);
await program.parseAsync();
