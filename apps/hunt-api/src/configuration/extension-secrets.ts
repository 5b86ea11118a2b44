import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { parseEnv } from 'node:util';
import type { ExtensionKind } from '@wescale/drone-pipelines';
import { ConfigurationError, type ConfigurationFinding } from './configuration-error.ts';
import { shownPath } from './read-file.ts';

/** The names under which Drone's server and runners take the same secrets, so that one file serves both. */
export const secretNames: Readonly<Record<ExtensionKind, string>> = {
  config: 'DRONE_YAML_SECRET',
  convert: 'DRONE_CONVERT_PLUGIN_SECRET',
  validate: 'DRONE_VALIDATE_PLUGIN_SECRET',
  admission: 'DRONE_ADMISSION_PLUGIN_SECRET',
  secret: 'DRONE_SECRET_PLUGIN_TOKEN',
  registry: 'DRONE_REGISTRY_PLUGIN_TOKEN',
  environ: 'DRONE_ENV_PLUGIN_TOKEN',
  webhook: 'DRONE_WEBHOOK_SECRET',
};

const minimumLength = 32;

export interface SecretSource {
  file: string;
  /** Make what is missing and write it to the file. */
  generate: boolean;
  /** Only look: nothing is written. */
  dryRun: boolean;
  env: NodeJS.ProcessEnv;
}

/**
 * The secret of each extension: from the environment, else from the file, else made.
 *
 * @throws {ConfigurationError} for secrets that are missing, short, shared, or in a file that others can read
 */
export async function readExtensionSecrets(
  kinds: readonly ExtensionKind[],
  { file, generate, dryRun, env }: SecretSource,
): Promise<{ secrets: ReadonlyMap<ExtensionKind, string>; generated: ExtensionKind[] }> {
  const kept = await readSecretsFile(file);
  const secrets = new Map<ExtensionKind, string>();
  for (const kind of kinds) {
    const value = env[secretNames[kind]] ?? kept[secretNames[kind]];
    if (value !== undefined && value !== '') secrets.set(kind, value);
  }
  const missing = kinds.filter((kind) => !secrets.has(kind));
  if (missing.length > 0 && !generate)
    throw new ConfigurationError(
      missing.map((kind) => ({
        file: shownPath(file),
        field: secretNames[kind],
        problem: `is missing: the secret of the ${kind} extension. Put it there (mode 0600) or into the environment, or set secrets.generate to true`,
      })),
    );
  for (const kind of missing) secrets.set(kind, randomBytes(48).toString('base64url'));
  refuseWeak(secrets, file);
  if (missing.length > 0 && !dryRun)
    await writeSecretsFile(
      file,
      missing.map((kind) => [secretNames[kind], secrets.get(kind) ?? '']),
    );
  return { secrets, generated: missing };
}

function refuseWeak(secrets: ReadonlyMap<ExtensionKind, string>, file: string): void {
  const findings: ConfigurationFinding[] = [];
  const owners = new Map<string, ExtensionKind>();
  for (const [kind, secret] of secrets) {
    const field = secretNames[kind];
    const owner = owners.get(secret);
    const add = (problem: string) => findings.push({ file: shownPath(file), field, problem });
    if (Buffer.byteLength(secret) < minimumLength)
      add(`has under ${minimumLength} characters; make one with: openssl rand -hex 32`);
    if (owner !== undefined)
      add(
        `is the secret of the ${owner} extension too; a call to one would be a call to the other, so make another`,
      );
    owners.set(secret, kind);
  }
  if (findings.length > 0) throw new ConfigurationError(findings);
}

async function readSecretsFile(file: string): Promise<Record<string, string | undefined>> {
  try {
    refuseOpen((await stat(file)).mode, file);
    return parseEnv(await readFile(file, 'utf8'));
  } catch (cause) {
    if (cause instanceof ConfigurationError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    const problem = `cannot be read (${code ?? 'unknown'}); correct secrets.file or its owner`;
    throw new ConfigurationError([{ file: shownPath(file), field: '', problem }], cause);
  }
}

/** @throws {ConfigurationError} for a file of secrets that others can read */
export function refuseOpen(mode: number, file: string): void {
  if ((mode & 0o077) === 0) return;
  const shown = shownPath(file);
  const problem = `can be read by others (mode 0${(mode & 0o777).toString(8)}); if nobody did, close it with: chmod 600 ${shown}`;
  throw new ConfigurationError([{ file: shown, field: '', problem }]);
}

/** Written beside and renamed: a kill leaves the old file or the new one, never half of one. */
async function writeSecretsFile(file: string, added: readonly (readonly [string, string])[]): Promise<void> {
  try {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const before = await readFile(file, 'utf8').catch(() => header);
    const lines = added.map(([name, value]) => `${name}=${value}\n`);
    const unfinished = `${file}.${process.pid}.new`;
    await writeFile(unfinished, before.replace(/(?<!\n)$/, '\n') + lines.join(''), {
      mode: 0o600,
      flush: true,
    });
    await rename(unfinished, file);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    const problem = `cannot be written (${code ?? 'unknown'}); correct secrets.file, or set secrets.generate to false`;
    throw new ConfigurationError([{ file: shownPath(file), field: '', problem }], cause);
  }
}

const header =
  "# Secrets of hunt-api's extensions, under the names that Drone's server and runners give them.\n";
