/**
 * A minimal reading of Drone's server, as facts/drone.md describes it (§0, §2, §3, §6): enough to show that an attack
 * succeeds where nothing of this library is used. It is no part of what is published, and proves nothing about Drone
 * that the facts do not say.
 */
import { createHmac } from 'node:crypto';
import { parse } from 'yaml';
import type { DroneBuild, DroneRepository } from '../../src/index.ts';
import { extensionRequest } from '../../src/extension/call.ts';

export interface NaiveStep {
  readonly name: string;
  readonly image?: string;
  readonly privileged?: boolean;
  readonly commands?: readonly string[];
  readonly environment?: Readonly<Record<string, string | { from_secret: string }>>;
  readonly when?: { readonly event?: unknown; readonly branch?: unknown };
  readonly [field: string]: unknown;
}

export interface NaivePipeline {
  readonly kind: string;
  readonly type?: string;
  readonly name?: string;
  readonly steps?: readonly NaiveStep[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
}

export interface NaiveRepository extends DroneRepository {
  /** Signs files and encrypts secrets. */
  readonly secret: string;
  readonly secrets?: readonly { name: string; data: string; pull_request?: boolean }[];
  /** Secrets of its namespace, which every repository there has (SRV `Globals.List`). */
  readonly organizationSecrets?: readonly { name: string; data: string; pull_request?: boolean }[];
  /** What each commit holds. */
  readonly commits: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface NaiveOptions {
  readonly config?: (request: Request) => Promise<Response>;
  readonly configSecret?: string;
  /** Built-in converters, then the remote one: the first that answers wins. */
  readonly converters?: readonly ((repo: NaiveRepository, text: string) => string | null)[];
}

/** Splits and reads as go-yaml does: other line breaks count, unknown keys do not, the last of two keys wins. */
export function naiveRead(text: string): NaivePipeline[] {
  const documents: string[] = [''];
  for (const line of text.replaceAll(/\r(?!\n)|[\u0085\u2028\u2029]/g, '\n').split('\n')) {
    if (Buffer.byteLength(line) > 65_535 || line.startsWith('...')) break;
    if (line.startsWith('---')) documents.push('');
    else documents.push(`${documents.pop() ?? ''}${line}\n`);
  }
  return documents
    .filter((document) => document.trim() !== '')
    .map((document) => parse(document, { uniqueKeys: false, merge: true, version: '1.1' }) as NaivePipeline);
}

/** Drone's signature: documents one after the other, signature documents left out, separators not covered. */
export function naiveHmac(text: string, key: string): string {
  const hmac = createHmac('sha256', key);
  let document = '';
  const add = (): void => {
    if (!/^kind: signature$/m.test(document)) hmac.update(document);
    document = '';
  };
  for (const line of text.split('\n').slice(0, -1)) {
    if (line.startsWith('...')) break;
    if (line.startsWith('---')) add();
    else document += `${line.replace(/\r$/, '')}\n`;
  }
  add();
  return hmac.digest('hex');
}

export function naiveVerify(text: string, key: string): boolean {
  return /^hmac: ([0-9a-f]{64})$/m.exec(text)?.[1] === naiveHmac(text, key);
}

/** Where the file comes from: the extension if there is one and it answers, else the commit that was pushed. */
export async function fetchConfig(
  repo: NaiveRepository,
  build: DroneBuild,
  options: NaiveOptions,
): Promise<string> {
  if (options.config && options.configSecret) {
    const response = await options.config(
      extensionRequest(
        'config',
        { build, repo },
        { endpoint: 'http://127.0.0.1/', secret: options.configSecret },
      ),
    );
    if (response.status === 200) return ((await response.json()) as { data: string }).data;
    if (response.status !== 204) throw new Error(`no build: ${await response.text()}`);
  }
  return repo.commits[build.after ?? '']?.[repo.config_path ?? '.drone.yml'] ?? '';
}

/** What a trigger makes: pipelines that run, or are blocked because a hook came with a file that is not signed. */
export async function trigger(
  repo: NaiveRepository,
  build: DroneBuild,
  options: NaiveOptions = {},
): Promise<{ blocked: boolean; pipelines: NaivePipeline[] }> {
  const text = await fetchConfig(repo, build, options);
  const converted =
    (options.converters ?? []).reduce<string | null>(
      (found, convert) => found ?? convert(repo, text),
      null,
    ) ?? text;
  const blocked =
    repo.protected === true && build.trigger === '@hook' && !naiveVerify(converted, repo.secret);
  const pipelines = naiveRead(converted).filter(({ kind }) => kind === 'pipeline');
  return { blocked, pipelines };
}

/** The value of a secret for a build: withheld from pull requests unless flagged, from nothing else. */
export function secretFor(repo: NaiveRepository, build: DroneBuild, name: string): string | undefined {
  const all = [...(repo.secrets ?? []), ...(repo.organizationSecrets ?? [])];
  const secret = all.find((one) => one.name === name);
  return build.event === 'pull_request' && !secret?.pull_request ? undefined : secret?.data;
}

/** Whether a condition lets a value through; a condition that cannot be read always does. */
export function naiveMatch(condition: unknown, value: string): boolean {
  const include =
    typeof condition === 'string'
      ? [condition]
      : Array.isArray(condition)
        ? condition
        : (condition as { include?: unknown } | undefined)?.include;
  return !Array.isArray(include) || include.length === 0 || include.includes(value);
}

/** Words that make the server build nothing (SRV `trigger/skip.go`). */
export function isSkipped({ event, title = '', message = '' }: DroneBuild): boolean {
  const text = `${title}\n${message}`.toLowerCase();
  return (
    !['tag', 'cron', 'custom'].includes(event) &&
    ['[ci skip]', '[skip ci]', '***no_ci***'].some((word) => text.includes(word))
  );
}

/** The queue gives a pipeline to the first runner of its type and labels (SRV `Stage.Type`, `Stage.Labels`). */
export function runnerFor<T extends { type: string; labels: object }>(
  pipeline: NaivePipeline,
  runners: readonly T[],
): T | undefined {
  const wanted = JSON.stringify(pipeline['node'] ?? {});
  return runners.find(
    ({ type, labels }) => type === (pipeline.type ?? 'docker') && JSON.stringify(labels) === wanted,
  );
}

/** Drone's extension for secrets of Kubernetes: any secret of its namespace that the file names (A21). */
export function kubernetesSecret(
  namespace: Readonly<Record<string, Readonly<Record<string, string>>>>,
  { path, name }: { path: string; name: string },
): string | undefined {
  return namespace[path]?.[name];
}
