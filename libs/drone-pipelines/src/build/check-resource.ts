import { UnformattableError } from '../format/errors.ts';
import { formatDroneFile } from '../format/format-file.ts';
import { check } from '../lint/lint.ts';
import { lintRules } from '../lint/rules.ts';
import { UnreadableFileError } from '../reader/errors.ts';
import { parseDroneFile } from '../reader/parse-file.ts';
import { InvalidResourceError } from './errors.ts';
import type { Resource } from './resource.ts';

/** Drone's own refusals; what this library merely advises is left to lint. */
const refusals = lintRules.filter(({ source, severity }) => source !== 'ours' && severity === 'error');

/**
 * Makes sure that Drone accepts a resource and reads exactly what was built, and freezes it.
 *
 * @throws {InvalidResourceError} with the path of what is wrong
 */
export function checkResource<T extends Resource>(
  resource: T,
  options: { readonly trusted?: boolean } = {},
): T {
  const what = resource.kind === 'pipeline' ? `${resource.type} pipeline` : resource.kind;
  try {
    const { problems: ignored } = parseDroneFile(formatDroneFile([resource]));
    const problems = [
      ...ignored,
      ...check([resource], { trusted: options.trusted ?? false }, refusals),
    ].filter(({ code, severity }) => severity === 'error' && code !== 'unknown-pipeline-dependency');
    const [first] = problems;
    if (first)
      throw new InvalidResourceError(what, first.droneMessage ?? first.message, first.path, problems);
  } catch (cause) {
    if (cause instanceof UnreadableFileError || cause instanceof UnformattableError)
      throw new InvalidResourceError(what, cause.message, cause.path, [], cause);
    throw cause;
  }
  return deepFreeze(resource);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}
