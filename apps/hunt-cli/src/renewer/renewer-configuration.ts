import { readFile } from 'node:fs/promises';

/** What the renewer is told, in one file that `hunt` writes and only root may read: it holds a key. */
export interface RenewerConfiguration {
  /** ACME directory (RFC 8555 section 7.1.1). */
  directoryUrl: string;
  /** PEM of the CA behind the directory's own HTTPS; absent where Node trusts it by itself. */
  trustedCertificatesPath?: string;
  contact?: string;
  profile?: string;
  /** An apex and its wildcard. */
  names: string[];
  /** The name server that takes the challenges. */
  nameServer: { host: string; port?: number };
  tsigKey: { name: string; algorithm: 'hmac-sha256'; secret: string };
  /** Account, history and last run. */
  stateDirectory: string;
  /** The certificate in service is at `<here>/current/`. */
  certificateDirectory: string;
  /** Run after a renewal, so that the new certificate is served. */
  reloadCommand: string[];
}

/** The configuration cannot be used. The file's content is never repeated: it holds a key. */
export class RenewerConfigurationError extends Error {
  readonly code = 'renewer-configuration';
}

const required: readonly (keyof RenewerConfiguration)[] = [
  'directoryUrl',
  'names',
  'nameServer',
  'tsigKey',
  'stateDirectory',
  'certificateDirectory',
  'reloadCommand',
];

export async function readRenewerConfiguration(path: string): Promise<RenewerConfiguration> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new RenewerConfigurationError(`${path} cannot be read; it is written by: hunt core`, { cause });
  });
  return parseRenewerConfiguration(text, path);
}

/** The pure part of {@link readRenewerConfiguration}. */
export function parseRenewerConfiguration(text: string, path: string): RenewerConfiguration {
  const refuse = (problem: string): never => {
    throw new RenewerConfigurationError(`${path} ${problem}; have it written again by: hunt core`);
  };
  const content = parseJson(text) ?? refuse('is not a JSON object');
  for (const field of required) if (content[field] === undefined) refuse(`has no ${field}`);
  return content as unknown as RenewerConfiguration;
}

function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return typeof content === 'object' && content !== null ? (content as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
