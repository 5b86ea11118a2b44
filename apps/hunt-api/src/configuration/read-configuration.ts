import { dirname, resolve } from 'node:path';
import type { ExtensionKind } from '@wescale/drone-pipelines';
import { apiSchema, type ApiSettings } from './api-schema.ts';
import { readExtensionSecrets } from './extension-secrets.ts';
import { parseYaml } from './parse-yaml.ts';
import { readConfigurationFile, shownPath } from './read-file.ts';
import { readRepositories, type ManagedRepositories } from './read-repositories.ts';

/** Everything the server is told, read and checked. */
export interface ApiConfiguration {
  settings: ApiSettings;
  repositories: ManagedRepositories;
  secrets: ReadonlyMap<ExtensionKind, string>;
  /** Extensions whose secret was made just now, and the file it was written to. */
  generated: ExtensionKind[];
  secretsFile: string;
}

/**
 * Reads the configuration and every file that it names.
 *
 * @throws {ConfigurationError} naming file, line, field and remedy of everything that is wrong
 */
export async function readConfiguration(file: string, env: NodeJS.ProcessEnv): Promise<ApiConfiguration> {
  const path = resolve(file);
  const text = await readConfigurationFile(path, 'name the configuration with --config <file>');
  const { value: settings } = parseYaml(text, shownPath(path), apiSchema);
  const beside = (name: string) => resolve(dirname(path), name);
  const repositories = await readRepositories(beside(settings.repositories));
  const secretsFile = beside(settings.secrets.file);
  const { secrets, generated } = await readExtensionSecrets(
    Object.keys(settings.extensions) as ExtensionKind[],
    { file: secretsFile, generate: settings.secrets.generate, env },
  );
  return { settings, repositories, secrets, generated, secretsFile: shownPath(secretsFile) };
}
