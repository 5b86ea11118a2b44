import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { KubeconfigUnusableError } from '../errors.ts';

/** What it takes to speak to one Kubernetes API. */
export interface ClusterAccess {
  server: URL;
  certificateAuthority?: string;
  clientCertificate?: string;
  clientKey?: string;
  token?: string;
  serverName?: string;
  isUnverified: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

interface Entry {
  name?: unknown;
  cluster?: Fields;
  user?: Fields;
  context?: Fields;
}

/** Reads one context of a kubeconfig file. @throws {@link KubeconfigUnusableError} */
export async function readKubeconfig(path: string, context?: string): Promise<ClusterAccess> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new KubeconfigUnusableError(`the kubeconfig ${path} cannot be read`, { cause });
  });
  return parseKubeconfig(text, {
    path,
    ...(context === undefined ? {} : { context }),
    read: (file) => readFile(resolve(dirname(path), file), 'utf8'),
  });
}

interface Source {
  path: string;
  context?: string;
  /** Reads a file that the kubeconfig names, relative to its own folder. */
  read: (file: string) => Promise<string>;
}

export async function parseKubeconfig(text: string, source: Source): Promise<ClusterAccess> {
  const fail = (what: string, cause?: unknown): never => {
    throw new KubeconfigUnusableError(`the kubeconfig ${source.path} ${what}`, { cause });
  };
  const document = readYaml(text) ?? fail('is not YAML');
  const find = (list: string, name: unknown, part: 'cluster' | 'user' | 'context'): Fields => {
    const entries = document[list];
    const found = Array.isArray(entries)
      ? (entries as Entry[]).find((entry) => entry.name === name)?.[part]
      : undefined;
    return found ?? fail(`has no ${part} ${String(name)}`);
  };
  const context = find('contexts', source.context ?? document['current-context'], 'context');
  const cluster = find('clusters', context['cluster'], 'cluster');
  const user = find('users', context['user'], 'user');
  for (const way of ['exec', 'auth-provider', 'username'])
    if (user[way] !== undefined)
      fail(`logs in by ${way}; use a client certificate or a token, or give kubernetesRequest`);
  const data = async (fields: Fields, name: string): Promise<string | undefined> => {
    const inline = fields[`${name}-data`];
    if (typeof inline === 'string') return Buffer.from(inline, 'base64').toString();
    const file = fields[name];
    if (typeof file !== 'string' || file === '') return undefined;
    return source.read(file).catch((cause: unknown) => fail(`names ${file}, which cannot be read`, cause));
  };
  const server = cluster['server'];
  if (typeof server !== 'string' || !URL.canParse(server)) return fail('names no server');
  const tokenFile = user['tokenFile'];
  const token = typeof tokenFile === 'string' ? (await source.read(tokenFile)).trim() : user['token'];
  const certificateAuthority = await data(cluster, 'certificate-authority');
  const clientCertificate = await data(user, 'client-certificate');
  const clientKey = await data(user, 'client-key');
  const serverName = cluster['tls-server-name'];
  return {
    server: new URL(server),
    isUnverified: cluster['insecure-skip-tls-verify'] === true,
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
    ...(clientKey === undefined ? {} : { clientKey }),
    ...(typeof token === 'string' ? { token } : {}),
    ...(typeof serverName === 'string' ? { serverName } : {}),
  };
}

/** Undefined when it is no mapping. What the parser says is withheld, since it cites lines, keys among them. */
function readYaml(text: string): Fields | undefined {
  try {
    const value: unknown = parse(text);
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
