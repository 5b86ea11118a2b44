import { parseArgs } from 'node:util';
import { StageError } from '../errors.ts';

const commands = ['up', 'down', 'status', 'shell', 'browse'] as const;
export type CommandName = (typeof commands)[number];

export interface CommandLine {
  command: CommandName;
  /** The stage's name; undefined when none was given. */
  name: string | undefined;
  json: boolean;
  help: boolean;
  /** The domain that `up` gives the account. */
  parentZone: string | undefined;
  /** What `shell` enters and runs there. */
  machine: string | undefined;
  run: string | undefined;
}

class UsageError extends StageError {
  readonly code = 'stage-usage';
}

/** @throws UsageError with one sentence about what is wrong. */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const [command = '', ...rest] = args;
  if (command === '--help' || command === '') return { ...nothing, command: 'up', help: true };
  if (!isCommand(command))
    throw new UsageError(`'${command}' is no command of the stage; there are ${commands.join(', ')}`);
  const { values, positionals } = parse(rest);
  const [machine, ...more] = positionals;
  if (command !== 'shell' && machine !== undefined)
    throw new UsageError(
      `stage:${command} takes options only, not '${machine}'; a stage's name is given with --name`,
    );
  if (more.length > 0) throw new UsageError('stage:shell enters one machine; give a command with --run');
  const { 'parent-zone': parentZone, ...others } = values;
  if (command !== 'up' && parentZone !== undefined)
    throw new UsageError(`a parent zone is given when a stage comes up, not to stage:${command}`);
  return { ...nothing, ...others, command, machine, parentZone };
}

const nothing: Omit<CommandLine, 'command'> = {
  name: undefined,
  json: false,
  help: false,
  parentZone: undefined,
  machine: undefined,
  run: undefined,
};

function parse(args: readonly string[]): {
  values: { name?: string; json?: boolean; help?: boolean; run?: string; 'parent-zone'?: string };
  positionals: string[];
} {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        run: { type: 'string' },
        'parent-zone': { type: 'string' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function isCommand(text: string): text is CommandName {
  return (commands as readonly string[]).includes(text);
}
