import { stat } from 'node:fs/promises';
import type { ManagedRepository } from '@wescale/drone-pipelines';
import type { GrantedCredentials, GrantedSecret, GrantedVariable } from '../drone/runner-decisions.ts';
import type { ApiSettings } from './api-schema.ts';
import { ConfigurationError, type ConfigurationFinding } from './configuration-error.ts';
import { refuseOpen } from './extension-secrets.ts';
import { readConfigurationFile } from './read-file.ts';

/** What builds are given, with the values in hand. */
export interface Granted {
  secrets: GrantedSecret[];
  credentials: GrantedCredentials[];
  variables: GrantedVariable[];
}

export interface GrantSurroundings {
  repositories: ReadonlyMap<string, ManagedRepository>;
  /** Makes a path of the configuration absolute. */
  beside: (path: string) => string;
  /** Says what is wrong with a field. */
  findingAt: (path: readonly (string | number)[], problem: string) => ConfigurationFinding;
}

/**
 * Reads the values of what builds are given, and makes sure that nothing secret is meant for players.
 *
 * @throws {ConfigurationError} with everything that is wrong
 */
export async function readGranted(
  { secret, registry, environ }: ApiSettings['extensions'],
  surroundings: GrantSurroundings,
): Promise<Granted> {
  const findings: ConfigurationFinding[] = [];
  const check = (path: readonly (string | number)[], uids: readonly string[], isSecret: boolean) =>
    findings.push(...checkUids(path, uids, isSecret, surroundings));
  const read = async (path: string): Promise<string> => {
    try {
      return await readValue(surroundings.beside(path));
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      findings.push(...error.findings);
      return '';
    }
  };
  const granted: Granted = { secrets: [], credentials: [], variables: [] };
  for (const [index, { file, ...grant }] of (secret?.grants ?? []).entries()) {
    check(['extensions', 'secret', 'grants', index, 'uids'], grant.uids, true);
    granted.secrets.push({ ...grant, value: await read(file) });
  }
  for (const [index, { passwordFile, ...grant }] of (registry?.credentials ?? []).entries()) {
    check(['extensions', 'registry', 'credentials', index, 'uids'], grant.uids, false);
    granted.credentials.push({ ...grant, password: await read(passwordFile) });
  }
  for (const [index, { value, valueFile, ...grant }] of (environ?.variables ?? []).entries()) {
    const mask = valueFile !== undefined;
    check(['extensions', 'environ', 'variables', index, 'uids'], grant.uids, mask);
    granted.variables.push({ ...grant, value: mask ? await read(valueFile) : (value ?? ''), mask });
  }
  if (findings.length > 0) throw new ConfigurationError(findings);
  return granted;
}

function checkUids(
  path: readonly (string | number)[],
  uids: readonly string[],
  isSecret: boolean,
  { repositories, findingAt }: GrantSurroundings,
): ConfigurationFinding[] {
  return uids.flatMap((uid, index) => {
    const repository = repositories.get(uid);
    if (!repository)
      return [findingAt([...path, index], `is no managed repository (${uid}); add it to repositories`)];
    if (isSecret && repository.kind === 'player')
      return [
        findingAt(
          [...path, index],
          `is a repository of players (${uid}), whose pipelines run their code; give secrets to jobs only`,
        ),
      ];
    return [];
  });
}

/** A value that stands alone in a file; the newline that editors leave at its end is not part of it. */
async function readValue(path: string): Promise<string> {
  const text = await readConfigurationFile(path, 'write the value into it (mode 0600)');
  refuseOpen((await stat(path)).mode, path);
  return text.replace(/\r?\n$/, '');
}
