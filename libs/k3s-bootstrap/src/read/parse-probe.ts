import { createHash } from 'node:crypto';
import { parse } from 'yaml';
import { parseChannelRedirect } from '../release/release-location.ts';
import { parseK3sVersion } from '../version/k3s-version.ts';
import type { K3sDesired } from '../desired/k3s-desired.ts';
import { dataDirectoryOf } from '../files/managed-files.ts';
import { paths } from '../files/paths.ts';
import { parseCluster, parseService, type Answers } from './parse-answers.ts';
import type { Architecture, FileFact, K3sFacts, PortHolder } from './k3s-facts.ts';

/** Values by the name of their fact, in the order in which they were printed. */
export function parseFacts(output: string): { isComplete: boolean; answers: Answers } {
  const answers = new Map<string, string[]>();
  for (const line of output.split('\n')) {
    const [, name, value] = /^\{"fact":"([A-Za-z]+)","value":"([A-Za-z0-9+/=]*)"\}$/.exec(line) ?? [];
    if (name === undefined) continue;
    answers.set(name, [...(answers.get(name) ?? []), Buffer.from(value ?? '', 'base64').toString('utf8')]);
  }
  return { isComplete: answers.has('end'), answers };
}

const architectures: Readonly<Record<string, Architecture>> = {
  x86_64: 'amd64',
  amd64: 'amd64',
  aarch64: 'arm64',
  arm64: 'arm64',
  armv7l: 'arm',
  armv8l: 'arm',
};

/** Makes facts of what the probe printed. Pure. */
export function interpretProbe(host: string, answers: Answers, desired: K3sDesired): K3sFacts {
  const one = (name: string): string | undefined => answers.get(name)?.[0];
  const all = (name: string): readonly string[] => answers.get(name) ?? [];
  const [dataFree = 0, binaryFree = 0] = (one('free') ?? '').split(' ').map((size) => Number(size) * 1024);
  const binary = parseBinary(one('binary'), one('version'));
  const release = parseRelease(one('release'));
  const changedSinceStart = compareStarts(one('startedWith'), one('startsWith'));
  const partial = parsePartial(one('partial'));
  const images = one('images');
  const service = parseService(one('service'));
  const cluster = parseCluster(answers);
  const { version } = desired;
  return {
    host,
    nodeName: desired.configuration['node-name'] ?? (one('hostname') ?? '').trim().toLowerCase(),
    architecture: architectures[one('architecture') ?? ''],
    ...(binary && { binary }),
    ...(release && { release }),
    files: Object.fromEntries(all('file').map(parseFile)),
    keyDigests: Object.fromEntries(all('content').map(digestKeys)),
    links: Object.fromEntries(all('link').map(parseLink)),
    service,
    ...(changedSinceStart && { changedSinceStart }),
    ...(cluster && { cluster }),
    ...(partial && { partial }),
    dataDirectory: {
      path: dataDirectoryOf(desired),
      exists: answers.has('data'),
      hasEtcd: answers.has('etcd'),
      hasToken: answers.has('token'),
      freeBytes: dataFree,
    },
    binaryFreeBytes: binaryFree,
    isRestoring: answers.has('restoring'),
    snapshots: lines(one('snapshots')).map((line) => {
      const [, size, name = ''] = /^(\d+) (.*)$/.exec(line) ?? [];
      return { name, sizeBytes: Number(size) };
    }),
    ...(images !== undefined && { imagesSizeBytes: Number(images) }),
    hasMemoryCgroup: /\bmemory\b/.test(one('cgroups') ?? ''),
    hasDefaultRoute: lines(one('route')).length > 0,
    ports: lines(one('ports')).flatMap(parsePort),
    ...(typeof version !== 'string' && {
      channel: { name: version.channel, ...parseChannelRedirect(one('channel') ?? '') },
    }),
  };
}

function lines(text = ''): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function parseBinary(digest: string | undefined, version = ''): K3sFacts['binary'] {
  const sha256 = digest?.split(' ')[0];
  if (!sha256) return undefined;
  const name = /^k3s version (\S+)/m.exec(version)?.[1] ?? 'unknown';
  return { version: name, sha256, parsed: parseK3sVersion(name) };
}

function parseRelease(text: string | undefined): K3sFacts['release'] {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as K3sFacts['release'];
  } catch {
    // Cut by a power failure: as good as not there, and written again with the next installation.
    return undefined;
  }
}

function parseFile(text: string): [string, FileFact] {
  const [, sha256 = '', path = '', mode = '', owner = ''] =
    /^([0-9a-f]{64}) [ *](.*) (\d+) (\S+)$/.exec(text) ?? [];
  return [path, { sha256, mode: Number.parseInt(mode, 8), owner }];
}

/** Digests of the values of a YAML file, by its uppermost keys; of a file that is none, one of the whole. */
function digestKeys(text: string): [string, Record<string, string>] {
  const end = text.indexOf('\n');
  const [path, content] = [text.slice(0, end), text.slice(end + 1)];
  return [path, digestTopKeys(content)];
}

export function digestTopKeys(content: string): Record<string, string> {
  const digest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex');
  try {
    const value: unknown = parse(content, { schema: 'core' });
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, digest(each)]));
  } catch {
    // Not YAML: somebody else's mistake; it is going to be replaced.
  }
  return { '(content)': digest(content) };
}

function parseLink(text: string): [string, 'k3s' | 'other' | 'none'] {
  const [name = '', target = '', found = ''] = text.split(' ');
  const isOurs = target === 'k3s' || target === paths.binary;
  return [name, isOurs ? 'k3s' : target !== '' || found !== '' ? 'other' : 'none'];
}

/** Paths whose digests differ; undefined when the running service did not note any. */
function compareStarts(then: string | undefined, now = ''): string[] | undefined {
  if (then === undefined) return undefined;
  const [before, after] = [then, now].map(
    (text) =>
      new Map(
        lines(text).map((line) => {
          const at = line.indexOf('  ');
          return [line.slice(at + 2), line.slice(0, at)] as const;
        }),
      ),
  );
  const names = new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])]);
  return [...names].filter((name) => before?.get(name) !== after?.get(name)).toSorted();
}

function parsePartial(text: string | undefined): K3sFacts['partial'] {
  const [, size, version] = /^(\d+) .*\/k3s-(v[^/]+)\.partial$/.exec(text ?? '') ?? [];
  return version === undefined ? undefined : { version, sizeBytes: Number(size) };
}

function parsePort(line: string): PortHolder[] {
  const [, port] = /^\S+\s+\d+\s+\d+\s+\S+:(\d+)\s/.exec(line) ?? [];
  if (port === undefined) return [];
  return [{ port: Number(port), program: /users:\(\("([^"]+)"/.exec(line)?.[1] ?? 'unknown' }];
}
