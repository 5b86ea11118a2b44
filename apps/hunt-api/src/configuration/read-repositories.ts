import { dirname, resolve } from 'node:path';
import type { ManagedRepository } from '@wescale/drone-pipelines';
import { ConfigurationError, type ConfigurationFinding } from './configuration-error.ts';
import { parseYaml } from './parse-yaml.ts';
import { readConfigurationFile, shownPath } from './read-file.ts';
import { readPipelines, type Ownership } from './read-pipelines.ts';
import { repositoriesSchema, type RepositoryEntry } from './repositories-schema.ts';

/**
 * Reads the file of managed repositories and every file of pipelines that it names. They are read once: Drone asks
 * twice for a build, checks the first answer and runs the second.
 *
 * @returns repositories by their id on the forge
 * @throws {ConfigurationError} with everything that is wrong in all of them
 */
export async function readRepositories(path: string): Promise<ReadonlyMap<string, ManagedRepository>> {
  const text = await readConfigurationFile(path, 'write it, or correct repositories in the configuration');
  const { value } = parseYaml(text, shownPath(path), repositoriesSchema);
  const repositories = new Map<string, ManagedRepository>();
  const findings: ConfigurationFinding[] = [];
  // Two hundred players share a file; it is read once, and one mistake in it is said once.
  const forPlayers = new Map<string, Promise<ManagedRepository>>();
  const read = (entry: RepositoryEntry): Promise<ManagedRepository> => {
    const file = resolve(dirname(path), entry.pipelines);
    if (entry.kind === 'jobs') return readPipelines(file, ownershipOf(entry));
    const pending = forPlayers.get(file) ?? readPipelines(file, ownershipOf(entry));
    forPlayers.set(file, pending);
    return pending;
  };
  const said = new Set<unknown>();
  for (const entry of value.repositories) {
    try {
      repositories.set(entry.uid, await read(entry));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      if (!said.has(error)) findings.push(...error.findings);
      said.add(error);
    }
  }
  if (findings.length > 0) throw new ConfigurationError(findings);
  return repositories;
}

function ownershipOf(entry: RepositoryEntry): Ownership {
  if (entry.kind === 'player') return { kind: 'player' };
  const { callers, parameters } = entry;
  return {
    kind: 'jobs',
    callers,
    parameters: Object.fromEntries(
      Object.entries(parameters).map(([name, source]) => [name, new RegExp(source, 'u')]),
    ),
  };
}
