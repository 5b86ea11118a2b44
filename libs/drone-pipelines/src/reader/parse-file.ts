import { isAlias, isMap, isNode, isScalar, isSeq, visit, type Node, type Pair, type YAMLMap } from 'yaml';
import type { Resource } from '../build/resource.ts';
import { formatPath, type Path } from '../path.ts';
import type { Problem } from '../problem.ts';
import { findAmbiguity } from './find-ambiguity.ts';
import { DecodeRefusal, Decoder, type Budget } from './decode.ts';
import { UnreadableFileError } from './errors.ts';
import { DEFAULT_LIMITS, type ReadLimits } from './limits.ts';
import type { Position } from './line-index.ts';
import { parseYaml } from './parse-yaml.ts';
import { otherSchemas, pipelineSchemas } from './pipeline-schemas.ts';
import type { ObjectSchema } from './schema.ts';
import { splitDocuments, type RawDocument } from './split-documents.ts';

/** One document: what Drone reads of it, and where it stands. */
export interface DroneDocument {
  readonly index: number;
  readonly resource: Resource;
  /** The document's text, as Drone signs it. */
  readonly data: string;
  readonly firstLine: number;
  /** Where a value stands; for a value that is not there, where the nearest one around it stands. */
  readonly locate: (path: Path) => Position;
}

/** A pipeline file, read as Drone reads it. */
export interface DroneFile {
  readonly documents: readonly DroneDocument[];
  readonly resources: readonly Resource[];
  /** What Drone ignores without a word. */
  readonly problems: readonly Problem[];
}

/**
 * Reads a pipeline file exactly as Drone does, and reports what Drone would silently ignore.
 *
 * @throws {UnreadableFileError} for what Drone refuses, and for what cannot be read as Drone reads it
 * @example
 * const file = parseDroneFile('kind: pipeline\nname: a\nsteps:\n- name: test\n  image: node:24\n  comands: [npm test]\n');
 * file.problems[0]?.message; // Drone does not know the key "comands" here …; did you mean "commands"?
 */
export function parseDroneFile(text: string | Uint8Array, limits: ReadLimits = {}): DroneFile {
  const { documents: raw, findings } = splitDocuments(text, limits);
  const { maxNodes, maxDepth } = { ...DEFAULT_LIMITS, ...limits };
  const budget: Budget = { nodes: 0, maxNodes, maxDepth };
  if (raw.length === 0) throw missingKind({ line: 1, column: 1 });
  const documents: DroneDocument[] = [];
  const problems: Problem[] = findings.map(({ path, ...finding }) => ({
    ...finding,
    document: indexOfLine(raw, finding.line),
    path: formatPath(path),
    column: 1,
  }));
  for (const [index, one] of raw.entries()) {
    const { document, findings: ignored } = readDocument(one, index, budget);
    documents.push(document);
    for (const { path, ...finding } of ignored)
      problems.push({ ...finding, document: index, path: formatPath(path), ...document.locate(path) });
  }
  return { documents, resources: documents.map(({ resource }) => resource), problems };
}

function readDocument(raw: RawDocument, index: number, budget: Budget) {
  const { document: parsed, locateOffset } = parseYaml(raw);
  const root = parsed.contents as Node | null;
  const start = locateOffset(root?.range?.[0] ?? 0);
  if (!root || (isScalar(root) && root.value === '')) throw missingKind(start);
  if (!isMap(root)) {
    const found = isSeq(root) ? 'a list' : 'text';
    const message = `the document must be a map, not ${found}`;
    throw new UnreadableFileError('wrong-type', message, start);
  }
  const ambiguity = findAmbiguity(root, raw.data);
  if (ambiguity)
    throw new UnreadableFileError('unsupported-yaml', ambiguity.message, locateOffset(ambiguity.offset));
  const offsetOf = createLocator(root);
  const decoder = new Decoder(budget, raw.data.includes('*') ? findAliasTargets(root) : NO_ALIASES);
  try {
    const resource = decoder.decodeDocument(schemaOf(root, locateOffset), root);
    const document: DroneDocument = {
      index,
      resource: withType(resource) as unknown as Resource,
      data: raw.data,
      firstLine: raw.firstLine,
      locate: (path) => locateOffset(offsetOf(path)),
    };
    return { document, findings: decoder.findings };
  } catch (cause) {
    if (!(cause instanceof DecodeRefusal)) throw cause;
    const place = locateOffset(cause.node?.range?.[0] ?? offsetOf(cause.path));
    throw new UnreadableFileError(cause.code, cause.message, {
      ...place,
      path: formatPath(cause.path),
      cause,
    });
  }
}

const NO_ALIASES: ReadonlyMap<Node, Node> = new Map();

/** An alias means the nearest anchor of its name before it. */
function findAliasTargets(root: Node): ReadonlyMap<Node, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Node, Node>();
  visit(root, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target) targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

function schemaOf(root: Node, locateOffset: (offset: number) => Position): ObjectSchema {
  const text = (key: string): { value: string; place: Position } | undefined => {
    const node: unknown = isMap(root)
      ? root.items.findLast((p) => isScalar(p.key) && p.key.value === key)?.value
      : undefined;
    if (!isScalar(node)) return undefined;
    return { value: String(node.value), place: locateOffset(node.range?.[0] ?? 0) };
  };
  const kind = text('kind');
  if (!kind || kind.value === '') {
    const start = locateOffset(root.range?.[0] ?? 0);
    if (isMap(root) && (root.has('steps') || root.has('pipeline'))) throw looksLikeWoodpecker(start);
    throw missingKind(start);
  }
  if (kind.value === 'pipeline') {
    const type = text('type');
    const schema = ownValue(pipelineSchemas, type?.value ?? 'docker');
    if (schema) return schema;
    const message = `no runner is known for pipelines of type "${type?.value ?? ''}"; use docker, kubernetes, exec or ssh`;
    throw new UnreadableFileError('unknown-type', message, { ...(type ?? kind).place, path: 'type' });
  }
  const schema = ownValue(otherSchemas, kind.value);
  if (schema) return schema;
  const message = `the kind "${kind.value}" is unknown; Drone would run it as a pipeline. Use pipeline, secret, signature, cron, registry or template`;
  throw new UnreadableFileError('unknown-kind', message, { ...kind.place, path: 'kind' });
}

function ownValue<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

/** A pipeline without a type is one for the Docker runner. */
function withType(resource: Record<string, unknown>): Record<string, unknown> {
  if (resource['kind'] !== 'pipeline' || resource['type'] !== undefined) return resource;
  const { kind, ...rest } = resource;
  return { kind, type: 'docker', ...rest };
}

/** Drone's successor has no kinds; its files are refused rather than half understood (docs/decisions). */
function looksLikeWoodpecker(place: Position): UnreadableFileError {
  const message =
    'the document has steps and no kind: this looks like a workflow of Woodpecker, which Drone cannot run. Add "kind: pipeline", or let Woodpecker read it';
  return new UnreadableFileError('unknown-kind', message, { ...place, path: 'kind' });
}

/** Drone's message of the same case: `yaml: missing kind attribute`. */
function missingKind(place: Position): UnreadableFileError {
  const message = 'a document has no kind (an empty document counts); give it one, or remove its separator';
  return new UnreadableFileError('unknown-kind', message, { ...place, path: 'kind' });
}

/** Gives the offset of the key that a path ends with, or of the list entry; keys of a map are looked through once. */
function createLocator(root: Node): (path: Path) => number {
  const pairs = new Map<Node, ReadonlyMap<unknown, Pair>>();
  const pairOf = (map: YAMLMap, part: string | number): Pair | undefined => {
    // Of keys given twice the last one counts.
    const known =
      pairs.get(map) ?? new Map(map.items.map((pair) => [isScalar(pair.key) && pair.key.value, pair]));
    pairs.set(map, known);
    return known.get(part);
  };
  return (path) => {
    let node: unknown = root;
    let offset = root.range?.[0] ?? 0;
    for (const part of path) {
      let key: unknown;
      if (isMap(node)) {
        const pair = pairOf(node, part);
        if (!pair) break;
        ({ key, value: node } = pair);
      } else if (isSeq(node) && typeof part === 'number') key = node = node.items[part];
      else break;
      if (isNode(key)) offset = key.range?.[0] ?? offset;
    }
    return offset;
  };
}

function indexOfLine(documents: readonly RawDocument[], line: number): number {
  const index = documents.findLastIndex(({ firstLine }) => firstLine <= line);
  return Math.max(0, index);
}
