import { StageError } from '../errors.ts';

class StageNameError extends StageError {
  readonly code = 'stage-name';
}

/** A stage's name becomes part of the names of namespaces and folders. @throws StageNameError */
export function requireStageName(name: string): string {
  if (/^[a-z][a-z0-9-]{0,23}$/.test(name)) return name;
  throw new StageNameError(
    `'${name}' is no name for a stage; use a small letter, then at most 23 small letters, digits and hyphens`,
  );
}
