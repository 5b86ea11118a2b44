import {
  checkTrust,
  parseDroneFile,
  UnreadableFileError,
  type DroneFile,
  type ManagedRepository,
  type Pipeline,
  type Problem,
} from '@wescale/drone-pipelines';
import { ConfigurationError, type ConfigurationFinding } from './configuration-error.ts';
import { parsePath } from './parse-path.ts';
import { readConfigurationFile, shownPath } from './read-file.ts';

/** A repository's pipelines are the same for all its builds; whose they are says how far they are trusted. */
export type Ownership<Repository = ManagedRepository> = Repository extends ManagedRepository
  ? Omit<Repository, 'pipelines'>
  : never;

/**
 * Reads the pipelines that managed repositories get, and makes sure that they may be trusted: for players no secret,
 * no substitution, no image without digest, no error of lint.
 *
 * @throws {ConfigurationError} with everything that is wrong, where in the file
 */
export async function readPipelines(path: string, ownership: Ownership): Promise<ManagedRepository> {
  const text = await readConfigurationFile(path, 'write it, or correct the path of pipelines');
  const file = parse(text, shownPath(path));
  const pipelines = file.resources.filter((resource) => resource.kind === 'pipeline');
  const repository = { ...ownership, pipelines } as ManagedRepository;
  const findings = [
    ...file.problems.filter(({ severity }) => severity === 'error').map((problem) => describe(problem, path)),
    ...refuseOthers(file, path),
    ...checkTrust(repository).map((problem) =>
      describe({ ...problem, ...locate(file, pipelines, problem) }, path),
    ),
  ];
  if (findings.length > 0) throw new ConfigurationError(findings);
  return repository;
}

function parse(text: string, file: string): DroneFile {
  try {
    return parseDroneFile(text);
  } catch (cause) {
    if (!(cause instanceof UnreadableFileError)) throw cause;
    const { line, path, message } = cause;
    throw new ConfigurationError([{ file, line, field: path, problem: message }], cause);
  }
}

/** Secrets, crons and templates in an answer would do what nobody looks at. */
function refuseOthers({ documents }: DroneFile, path: string): ConfigurationFinding[] {
  return documents
    .filter(({ resource }) => resource.kind !== 'pipeline')
    .map(({ resource, firstLine }) => ({
      file: shownPath(path),
      line: firstLine,
      field: 'kind',
      problem: `is ${resource.kind}; only pipelines can be answered with, so remove the document`,
    }));
}

function describe({ line, path: field, message, remedy }: Problem, path: string): ConfigurationFinding {
  return { file: shownPath(path), line, field, problem: `${message} ${remedy}` };
}

/** The rules count pipelines, the file counts documents. */
function locate(
  file: DroneFile,
  pipelines: readonly Pipeline[],
  { document, path }: Problem,
): { line?: number } {
  const pipeline = pipelines[document];
  const place = file.documents.find(({ resource }) => resource === pipeline);
  return place ? { line: place.locate(parsePath(path)).line } : {};
}
