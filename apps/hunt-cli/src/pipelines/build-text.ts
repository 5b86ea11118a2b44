import {
  formatDroneFile,
  lintFile,
  parseDroneFile,
  UnformattableError,
  UnreadableFileError,
  type Problem,
  type Resource,
} from '@wescale/drone-pipelines';
import { InputError } from './input-error.ts';

/**
 * Writes resources as a pipeline file, if Drone would take them.
 *
 * @param name of what describes them, for messages
 * @param options.trusted whether the repository is marked as trusted in Drone
 * @throws {InputError} with everything that Drone would refuse or silently ignore, each with its path
 */
export function buildText(
  name: string,
  resources: readonly unknown[],
  options: { trusted: boolean },
): string {
  const refuse = (lines: string[], cause?: unknown): never => {
    throw new InputError('source-refused', lines.map((line) => `${name}: ${line}`).join('\n'), cause);
  };
  const strange = resources.findIndex((one) => typeof one !== 'object' || one === null || Array.isArray(one));
  if (resources.length === 0) refuse(['describes no pipeline']);
  if (strange !== -1)
    refuse([`[${strange}]: is no resource; write an object with kind, type, name and steps`]);
  try {
    const text = formatDroneFile(resources as readonly Resource[]);
    const problems = lintFile(parseDroneFile(text), options).filter(
      ({ severity, source }) => severity === 'error' && source !== 'ours',
    );
    if (problems.length > 0) refuse(problems.map(describe));
    return text;
  } catch (cause) {
    if (!(cause instanceof UnformattableError || cause instanceof UnreadableFileError)) throw cause;
    return refuse([cause.message], cause);
  }
}

function describe({ document, path, message, remedy }: Problem): string {
  return `[${document}]${path === '' ? '' : `.${path}`}: ${message} ${remedy}`;
}
