import {
  lintFile,
  parseDroneFile,
  UnreadableFileError,
  type LintOptions,
  type Problem,
} from '@wescale/drone-pipelines';

/** Everything that is wrong with a file; one that cannot be read has this one problem. */
export function lintText(text: string | Uint8Array, options: LintOptions): Problem[] {
  try {
    return lintFile(parseDroneFile(text), options);
  } catch (error) {
    if (!(error instanceof UnreadableFileError)) throw error;
    const { code, line, column, path, message } = error;
    return [
      {
        code,
        severity: 'error',
        source: 'reader',
        message,
        reason:
          code === 'limit-exceeded'
            ? 'A file that costs this much is not looked at.'
            : 'Drone would build nothing, or read something else than what stands there.',
        remedy: 'Correct the text at this place.',
        document: 0,
        path,
        line,
        column,
      },
    ];
  }
}

/** A problem for people: place, what, why, what to do. */
export function formatProblem(file: string, problem: Problem): string {
  const { line = 1, column = 1, severity, code, message, reason, remedy, droneMessage } = problem;
  return [
    `${file}:${line}:${column}: ${severity} ${code}: ${message}`,
    ...(droneMessage === undefined ? [] : [`    Drone says: ${droneMessage}`]),
    `    why: ${reason}`,
    `    do:  ${remedy}`,
    '',
  ].join('\n');
}
