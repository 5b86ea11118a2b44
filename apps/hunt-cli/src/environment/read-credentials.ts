import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What the scw CLI calls a profile, as far as it is needed here. */
export interface Credentials {
  accessKey: string;
  secretKey: string;
  organizationId: string;
  projectId: string;
}

/** No usable credentials; the message lists what is missing and where it was looked for. */
export class CredentialsError extends Error {
  readonly code = 'credentials';
}

const fields = {
  accessKey: { variable: 'SCW_ACCESS_KEY', key: 'access_key', shape: /^SCW[A-Z0-9]{17}$/ },
  secretKey: { variable: 'SCW_SECRET_KEY', key: 'secret_key', shape: /^[0-9a-f-]{36}$/ },
  organizationId: {
    variable: 'SCW_DEFAULT_ORGANIZATION_ID',
    key: 'default_organization_id',
    shape: /^[0-9a-f-]{36}$/,
  },
  projectId: { variable: 'SCW_DEFAULT_PROJECT_ID', key: 'default_project_id', shape: /^[0-9a-f-]{36}$/ },
} as const;

/**
 * Finds credentials as the scw CLI does: each environment variable first, then the profile of its configuration
 * file (`profile`, else `SCW_PROFILE`, else the file's `active_profile`, else its top level).
 *
 * @throws CredentialsError naming every missing or malformed field at once, never its value
 */
export async function readCredentials(env: NodeJS.ProcessEnv, profile?: string): Promise<Credentials> {
  const file = configurationFile(env);
  const fromFile = await readProfile(file, profile ?? env['SCW_PROFILE']);
  const findings: string[] = [];
  const credentials = { accessKey: '', secretKey: '', organizationId: '', projectId: '' };
  for (const [field, { variable, key, shape }] of Object.entries(fields) as [keyof Credentials, Field][]) {
    const value = env[variable] ?? fromFile[key];
    if (value === undefined || value === '')
      findings.push(`${variable} is not set, and ${file} has no ${key}`);
    else if (!shape.test(value))
      findings.push(`${variable} (or ${key}) has not the form of ${describe(field)}`);
    else credentials[field] = value;
  }
  if (findings.length === 0) return credentials;
  throw new CredentialsError(
    `Scaleway credentials are incomplete:\n${findings.map((f) => `  - ${f}`).join('\n')}\n` +
      'Export them, or run: scw init. To rehearse without any: --environment stage',
  );
}

type Field = (typeof fields)[keyof typeof fields];

function describe(field: keyof Credentials): string {
  return field === 'accessKey' ? 'an access key (SCW and 17 capitals or digits)' : 'a UUID';
}

function configurationFile(env: NodeJS.ProcessEnv): string {
  return (
    env['SCW_CONFIG_PATH'] ??
    join(env['XDG_CONFIG_HOME'] ?? join(env['HOME'] ?? '', '.config'), 'scw/config.yaml')
  );
}

type Profile = Record<string, string | undefined>;

async function readProfile(file: string, wanted: string | undefined): Promise<Profile> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CredentialsError(`${file} cannot be read; check its owner and mode`, { cause: error });
  });
  if (text === undefined) {
    if (wanted === undefined) return {};
    throw new CredentialsError(`profile ${wanted} was asked for, but there is no ${file}; run: scw init`);
  }
  const content = parseConfiguration(text, file);
  const name = wanted ?? content.active_profile;
  if (name === undefined || name === 'default') return content;
  const found = content.profiles?.[name];
  if (found === undefined)
    throw new CredentialsError(`${file} has no profile ${name}; list them with: scw config profile list`);
  return { ...content, ...found };
}

type ConfigurationFile = Profile & { active_profile?: string; profiles?: Record<string, Profile> };

function parseConfiguration(text: string, file: string): ConfigurationFile {
  try {
    return (parse(text) ?? {}) as ConfigurationFile;
  } catch (cause) {
    // The parser's message would quote the file, and the file holds secrets.
    const line = (cause as { linePos?: { line: number }[] }).linePos?.[0]?.line ?? 1;
    throw new CredentialsError(`${file}:${line}: is not YAML; correct it or run: scw init`);
  }
}
