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

type Content = Record<string, unknown>;

const isText = (value: unknown) => typeof value === 'string' && value !== '';
const isObject = (value: unknown): value is Content => typeof value === 'object' && value !== null;
const isListOfText = (value: unknown) => Array.isArray(value) && value.every(isText);

/** What each field must look like. */
const fields: Record<keyof RenewerConfiguration, { isRight: (value: unknown) => boolean; form: string }> = {
  directoryUrl: { isRight: (value) => isText(value), form: 'an https URL' },
  trustedCertificatesPath: { isRight: isOptionalText, form: 'a path' },
  contact: { isRight: isOptionalText, form: 'a mail address' },
  profile: { isRight: isOptionalText, form: 'the name of a profile' },
  names: {
    isRight: (value) => isListOfText(value) && (value as string[]).length > 0,
    form: 'a list of DNS names',
  },
  nameServer: { isRight: (value) => isObject(value) && isText(value['host']), form: 'an object with a host' },
  tsigKey: {
    isRight: (value) => isObject(value) && isText(value['name']) && isText(value['secret']),
    form: 'a TSIG key',
  },
  stateDirectory: { isRight: isText, form: 'a path' },
  certificateDirectory: { isRight: isText, form: 'a path' },
  reloadCommand: { isRight: isListOfText, form: 'a list of words' },
};

function isOptionalText(value: unknown): boolean {
  return value === undefined || isText(value);
}

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
  for (const [field, { isRight, form }] of Object.entries(fields)) {
    const value = content[field];
    if (isRight(value)) continue;
    refuse(value === undefined ? `has no ${field}` : `has a ${field} that is not ${form}`);
  }
  return content as unknown as RenewerConfiguration;
}

function parseJson(text: string): Content | undefined {
  try {
    const content: unknown = JSON.parse(text);
    return isObject(content) ? content : undefined;
  } catch {
    return undefined;
  }
}
