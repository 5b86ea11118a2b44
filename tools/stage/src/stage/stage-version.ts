import { StageError } from '../errors.ts';
import type { StageDescription } from './description.ts';

class StageVersionError extends StageError {
  readonly code = 'stage-version';
}

/**
 * Stands in every description. It changes when a stage that is up lacks something that a newer checkout counts on: a
 * field of the description, a server, a property of the machines.
 */
export const stageVersion = '3: Kapsule, its load balancers and volumes, and the charts of the board';

/** @throws StageVersionError when another version of this checkout has brought the stage up. */
export function requireSameVersion(stage: StageDescription): StageDescription {
  const version = (stage as Partial<StageDescription>).version ?? '1';
  if (version === stageVersion) return stage;
  const number = (text: string): string => text.split(':')[0] ?? text;
  throw new StageVersionError(
    `the stage '${stage.name}' was brought up by another version of this checkout (it is of version ` +
      `${number(version)}, this makes version ${number(stageVersion)}); take it down with ` +
      `nx run stage:down${stage.name === 'default' ? '' : ` --name=${stage.name}`} and bring it up again`,
  );
}
