import { dirname, resolve } from 'node:path';
import type { ExtensionKind, ManagedRepository } from '@wescale/drone-pipelines';
import { apiSchema, type ApiSettings } from './api-schema.ts';
import { readExtensionSecrets } from './extension-secrets.ts';
import { parseYaml } from './parse-yaml.ts';
import { readConfigurationFile, shownPath } from './read-file.ts';
import { readGranted, type Granted } from './read-granted.ts';
import { readRepositories } from './read-repositories.ts';

/** Everything the server is told, read and checked. */
export interface ApiConfiguration {
  settings: ApiSettings;
  repositories: ReadonlyMap<string, ManagedRepository>;
  granted: Granted;
  /** The secret of each extension that is served. */
  secrets: ReadonlyMap<ExtensionKind, string>;
  /** Extensions whose secret was made just now, and the file it was written to. */
  generated: ExtensionKind[];
  secretsFile: string;
}

/**
 * Reads the configuration and every file that it names.
 *
 * @param options.dryRun make no secrets that are missing
 * @throws {ConfigurationError} naming file, line, field and remedy of everything that is wrong
 */
export async function readConfiguration(
  file: string,
  { env, dryRun }: { env: NodeJS.ProcessEnv; dryRun: boolean },
): Promise<ApiConfiguration> {
  const path = resolve(file);
  const shown = shownPath(path);
  const text = await readConfigurationFile(path, 'name the configuration with --config <file>');
  const { value: settings, lineOf } = parseYaml(text, shown, apiSchema);
  const beside = (name: string) => resolve(dirname(path), name);
  const repositories = await readRepositories(beside(settings.repositories));
  const granted = await readGranted(settings.extensions, {
    repositories,
    beside,
    findingAt: (place, problem) => ({ file: shown, line: lineOf(place), field: place.join('.'), problem }),
  });
  const secretsFile = beside(settings.secrets.file);
  const { secrets, generated } = await readExtensionSecrets(
    Object.keys(settings.extensions) as ExtensionKind[],
    { file: secretsFile, generate: settings.secrets.generate, dryRun, env },
  );
  return { settings, repositories, granted, secrets, generated, secretsFile: shownPath(secretsFile) };
}
