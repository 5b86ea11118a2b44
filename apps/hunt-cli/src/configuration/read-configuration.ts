import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigurationError } from './configuration-error.ts';
import { environmentSchema, type Environment } from './environment-schema.ts';
import { huntSchema, type Hunt } from './hunt-schema.ts';
import { readYaml } from './read-yaml.ts';

/** Everything the user decides, validated. */
export interface Configuration {
  hunt: Hunt;
  environment: Environment;
  environmentName: string;
  /** The folder that holds `hunt.yaml`. */
  directory: string;
}

/**
 * Reads `hunt.yaml` and `environments/<name>.yaml` in a folder.
 *
 * @throws ConfigurationError naming file, line, field and remedy
 */
export async function readConfiguration(directory: string, environmentName: string): Promise<Configuration> {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(environmentName)) {
    const problem = `expects the name of a file under environments/, not "${environmentName}"`;
    throw new ConfigurationError([{ file: '--environment', field: '', problem }]);
  }
  const environmentFile = `environments/${environmentName}.yaml`;
  const hunt = await readYaml(
    join(directory, 'hunt.yaml'),
    'hunt.yaml',
    huntSchema,
    'run hunt where hunt.yaml lies, or name its folder with --directory',
  );
  const environment = await readYaml(
    join(directory, environmentFile),
    environmentFile,
    environmentSchema,
    environmentName === 'production'
      ? 'copy environments/production.example.yaml and fill it in'
      : `name another one with --environment; there are: ${await listEnvironments(directory)}`,
  );
  return { hunt, environment, environmentName, directory };
}

async function listEnvironments(directory: string): Promise<string> {
  const files = await readdir(join(directory, 'environments')).catch(() => []);
  const names = files
    .filter((file) => /^[a-z0-9-]+\.yaml$/.test(file))
    .map((file) => file.replace('.yaml', ''));
  return names.join(', ') || 'none';
}
