import { isAlias, isMap, isPair, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { isRecord } from '../is-record.ts';
import type { Path } from '../path.ts';
import type { Finding } from '../problem.ts';
import {
  duplicateKey,
  ignoredNull,
  malformedCondition,
  mergeOverrides,
  nestedSecret,
  truncatedNumber,
  unknownKey,
} from './findings.ts';
import { findNearest } from './find-nearest.ts';
import { parseByteSize, resolvePlain } from './plain-scalar.ts';
import { object, string, type ObjectSchema, type Schema } from './schema.ts';

/** Why decoding stopped, and on which node. */
export class DecodeRefusal extends Error {
  readonly code: 'wrong-type' | 'limit-exceeded' | 'unsupported-yaml';
  readonly path: Path;
  readonly node: Node | undefined;
  constructor(code: DecodeRefusal['code'], message: string, path: Path, node: Node | undefined) {
    super(message);
    this.code = code;
    this.path = path;
    this.node = node;
  }
}

/** Values that may still be decoded, shared by all documents of a file. */
export interface Budget {
  nodes: number;
  readonly maxNodes: number;
  readonly maxDepth: number;
}

type Written = Node | null | undefined;
type ObjectValue = Record<string, unknown>;

/** Decodes one document as Drone would fill its structures, and collects what Drone would ignore. */
export class Decoder {
  readonly findings: Finding[] = [];
  readonly #budget: Budget;
  readonly #aliasTargets: ReadonlyMap<Node, Node>;
  readonly #path: (string | number)[] = [];
  readonly #openAliases = new Set<Node>();
  #mergeDepth = 0;

  constructor(budget: Budget, aliasTargets: ReadonlyMap<Node, Node>) {
    this.#budget = budget;
    this.#aliasTargets = aliasTargets;
  }

  decodeDocument(schema: ObjectSchema, written: Node): ObjectValue {
    return this.#inside(written, (node) => this.#object(schema, node, undefined));
  }

  #refuse(code: DecodeRefusal['code'], message: string, node: Node | undefined): never {
    throw new DecodeRefusal(code, message, [...this.#path], node);
  }

  #report(finding: Omit<Finding, 'path'>): void {
    this.findings.push({ ...finding, path: [...this.#path] });
  }

  /** Counts a node, refuses tags, follows an alias, and hands over what it stands for. */
  #inside<T>(written: Node, use: (node: Node) => T): T {
    const { maxNodes, maxDepth } = this.#budget;
    if (++this.#budget.nodes > maxNodes)
      this.#refuse('limit-exceeded', `it holds more than ${maxNodes} values, aliases included`, written);
    if (this.#path.length + this.#mergeDepth > maxDepth)
      this.#refuse('limit-exceeded', `its values are nested deeper than ${maxDepth}`, written);
    if (written.tag !== undefined && !isTaggedText(written))
      this.#refuse('unsupported-yaml', `the explicit tag ${written.tag} is not read; remove it`, written);
    if (isScalar(written) && written.type === 'PLAIN' && String(written.value).startsWith(':'))
      this.#refuse('unsupported-yaml', 'unquoted text may not start with a colon; quote it', written);
    if (!isAlias(written)) return use(written);
    const target = this.#aliasTargets.get(written);
    if (!target)
      this.#refuse('wrong-type', `the anchor of the alias *${written.source} does not exist`, written);
    if (this.#openAliases.has(target))
      this.#refuse('unsupported-yaml', `the alias *${written.source} contains itself`, written);
    this.#openAliases.add(target);
    const value = this.#inside(target, use);
    this.#openAliases.delete(target);
    return value;
  }

  /** @returns undefined for what Drone reads as absent */
  #decode(schema: Schema, written: Written, previous: unknown): unknown {
    if (!written) return undefined;
    return this.#inside(written, (node) => {
      const word = isScalar(node) && !isTaggedText(node) ? String(node.value) : undefined;
      const isPlain = isNull(node);
      if (HAS_OWN_READING.has(schema.type) && (word === 'null' || word === '~') && !isPlain)
        this.#refuse('wrong-type', `Drone refuses the quoted word ${word} here; write !!str ${word}`, node);
      // Types with a reading of their own see NULL and Null as empty text.
      const isAbsent =
        isPlain && (!HAS_OWN_READING.has(schema.type) || !/^null$/i.test(word ?? '') || word === 'null');
      if (!isAbsent) return this.#value(schema, node, previous);
      this.#report(ignoredNull(String((node as Scalar).value)));
      return undefined;
    });
  }

  #value(schema: Schema, node: Node, previous: unknown): unknown {
    switch (schema.type) {
      case 'string':
        return this.#string(node);
      case 'boolean': {
        const value = resolved(node);
        return typeof value === 'boolean' ? value : this.#wrong('true or false', node);
      }
      case 'number': {
        const value = resolved(node);
        return typeof value === 'number' ? value : this.#wrong('a number', node);
      }
      case 'integer':
        return this.#integer(node) ?? this.#wrong('an integer', node);
      case 'bytes': {
        const size = isNull(node) ? 0 : (this.#integer(node) ?? this.#string(node));
        return parseByteSize(size) === undefined ? this.#wrong('a size such as 512MiB', node) : size;
      }
      case 'list':
        return this.#list(schema.item, node);
      case 'map':
        return this.#map(schema.value, node, previous);
      case 'object':
        return this.#object(schema, node, previous);
      case 'variable':
        return isMap(node) ? this.#variable(node) : this.#string(node);
      case 'parameter':
        return namesSecret(node) ? this.#variable(node) : this.#any(node);
      case 'condition':
        return this.#condition(node);
      case 'integerOrObject':
        if (isMap(node)) return this.#object(schema.object, node, previous);
        return this.#integer(node) ?? this.#wrong('an integer or a map', node);
      case 'stringOrObject':
        return isMap(node) ? this.#object(schema.object, node, previous) : this.#string(node);
    }
  }

  #wrong(expected: string, node: Node): never {
    return this.#refuse('wrong-type', `expected ${expected}, found ${describe(node)}`, node);
  }

  #string(node: Node): string {
    if (!isScalar(node)) return this.#wrong('text', node);
    return isNull(node) ? '' : String(node.value);
  }

  #integer(node: Node): number | undefined {
    const value = resolved(node);
    if (typeof value !== 'number') return undefined;
    if (!Number.isSafeInteger(Math.trunc(value)))
      this.#refuse('unsupported-yaml', `the number ${describe(node)} is out of range`, node);
    if (!Number.isInteger(value)) this.#report(truncatedNumber(value));
    return Math.trunc(value);
  }

  #list(item: Schema, node: Node): unknown[] {
    if (!isSeq(node)) return this.#wrong('a list', node);
    return node.items.map((child, index) => {
      this.#path.push(index);
      let value = this.#decode(item, child as Written, undefined);
      if (value === undefined && item.type === 'string') value = '';
      if (value === undefined)
        this.#refuse(
          'wrong-type',
          'the list has an empty entry, which Drone refuses (a step: "Linter: detected nil step"); remove it',
          node,
        );
      this.#path.pop();
      return value;
    });
  }

  /** Visits the pairs in order, merge keys where they stand: go-yaml lets a later merge win over an earlier key. */
  #eachPair(node: Node, seen: Set<string>, visit: (key: string, value: Written) => void): void {
    if (!isMap(node)) this.#wrong('a map', node);
    for (const { key, value } of node.items) {
      if (!isScalar(key) || key.tag !== undefined)
        this.#refuse('unsupported-yaml', 'a key must be plain text', (key as Written) ?? node);
      const name = resolved(key) === null ? '' : String(key.value);
      if (name === '<<' && key.type === 'PLAIN') {
        this.#mergeDepth++;
        this.#merge(value as Written, node, (merged) => this.#eachPair(merged, seen, visit));
        this.#mergeDepth--;
        continue;
      }
      this.#path.push(name);
      if (this.#mergeDepth === 0) {
        if (seen.has(name)) this.#report(duplicateKey(name));
        seen.add(name);
      } else if (seen.has(name)) this.#report(mergeOverrides(name));
      visit(name, value as Written);
      this.#path.pop();
    }
  }

  #merge(value: Written, parent: Node, use: (source: Node) => void): void {
    const expected = 'a merge key needs a map, an alias of a map, or a list of these';
    if (!value) this.#refuse('wrong-type', expected, parent);
    this.#inside(value, (source) => {
      if (isMap(source)) use(source);
      else if (isSeq(source) && source === value)
        for (const item of [...source.items].reverse())
          this.#inside(item as Node, (one) =>
            isMap(one) ? use(one) : this.#refuse('wrong-type', expected, one),
          );
      else this.#refuse('wrong-type', expected, value);
    });
  }

  /** A map that is given twice keeps the entries of both: that is how Drone's reader fills its maps. */
  #map(schema: Schema, node: Node, previous: unknown): ObjectValue {
    const result = isRecord(previous) ? previous : {};
    const mergeDepth = this.#enterMap();
    this.#eachPair(node, new Set(), (key, child) => {
      const value = this.#decode(schema, child, undefined);
      if (value !== undefined || schema.type === 'string')
        setOwn(result, key, value === undefined ? '' : value);
    });
    this.#mergeDepth = mergeDepth;
    return result;
  }

  #object(schema: ObjectSchema, node: Node, previous: unknown): ObjectValue {
    const result = isRecord(previous) ? previous : {};
    const mergeDepth = this.#enterMap();
    this.#eachPair(node, new Set(), (key, child) => {
      const field = schema.fields.get(key);
      if (field) {
        const value = this.#decode(field, child, result[key]);
        if (value === undefined) Reflect.deleteProperty(result, key);
        else result[key] = value;
        return;
      }
      this.#countIgnored(child);
      if (this.#path.length > 1 || !key.startsWith('x-'))
        this.#report(unknownKey(key, findNearest(key, schema.fields.keys())));
    });
    this.#mergeDepth = mergeDepth;
    return result;
  }

  /** Keys of a value inside a merged map are keys of their own. */
  #enterMap(): number {
    const mergeDepth = this.#mergeDepth;
    this.#mergeDepth = 0;
    return mergeDepth;
  }

  #variable(node: Node): unknown {
    const found = this.#object(VARIABLE, node, undefined);
    if (!found['from_secret']) return found['value'] ?? '';
    return { from_secret: found['from_secret'] };
  }

  #any(written: Node): unknown {
    return this.#inside(written, (node) => {
      if (isScalar(node)) {
        const value = resolved(node);
        return value === undefined ? String(node.value) : value;
      }
      if (isSeq(node))
        return node.items.map((item, index) => {
          this.#path.push(index);
          const value = this.#any(item as Node);
          this.#path.pop();
          return value;
        });
      const result: ObjectValue = {};
      const mergeDepth = this.#enterMap();
      this.#eachPair(node, new Set(), (key, child) => {
        if (key === 'from_secret') this.#report(nestedSecret());
        setOwn(result, key, child ? this.#any(child) : null);
      });
      this.#mergeDepth = mergeDepth;
      return result;
    });
  }

  /** Drone drops every error while it reads a condition: what it cannot read is not there, and nothing is always true. */
  #condition(node: Node): unknown {
    if (isScalar(node)) return this.#string(node);
    if (isSeq(node)) return this.#patterns(node);
    const result: { include?: string[]; exclude?: string[] } = {};
    this.#eachPair(node, new Set(), (key, child) => {
      if (key !== 'include' && key !== 'exclude') {
        this.#countIgnored(child);
        this.#report(malformedCondition(`it has the key "${key}"`));
      } else if (child && !isNull(child))
        result[key] = this.#inside(child, (patterns) => this.#patterns(patterns));
    });
    return result;
  }

  #patterns(node: Node): string[] {
    const patterns: string[] = [];
    if (!isSeq(node)) this.#report(malformedCondition(`expected a list, found ${describe(node)}`));
    else
      for (const item of node.items)
        this.#inside(item as Node, (pattern) => {
          if (isScalar(pattern)) patterns.push(this.#string(pattern));
          else this.#report(malformedCondition(`the list holds ${describe(pattern)}`));
        });
    return patterns;
  }

  /** Values under a key that Drone ignores still cost memory. */
  #countIgnored(node: Written): void {
    const pending: unknown[] = [node];
    while (pending.length > 0) {
      const next = pending.pop();
      if (++this.#budget.nodes > this.#budget.maxNodes)
        this.#refuse(
          'limit-exceeded',
          `it holds more than ${this.#budget.maxNodes} values`,
          node ?? undefined,
        );
      if (isPair(next)) pending.push(next.value);
      else if (isMap(next) || isSeq(next)) for (const item of next.items) pending.push(item);
    }
  }
}

const HAS_OWN_READING = new Set<Schema['type']>(['variable', 'parameter', 'condition', 'bytes']);

/** `value` is accepted by Drone as well, and says the same as the plain text. */
const VARIABLE = object({ from_secret: string, value: string });

/** An empty name is no name: the setting is then the map itself. */
function namesSecret(node: Node): boolean {
  const name: unknown = isMap(node) ? node.get('from_secret', true) : undefined;
  return isScalar(name) && !isNull(name) && name.value !== '';
}

/** `!!str` is how a word that means something else is written where quotes do not help. */
function isTaggedText(node: Node): boolean {
  return isScalar(node) && node.tag === 'tag:yaml.org,2002:str';
}

function resolved(node: Node): unknown {
  return isScalar(node) && node.type === 'PLAIN' && !isTaggedText(node)
    ? resolvePlain(String(node.value))
    : undefined;
}

function isNull(node: Node): boolean {
  return resolved(node) === null;
}

/** Sets an own property even when the key is `__proto__`. */
function setOwn(target: ObjectValue, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

function describe(node: Node): string {
  if (isMap(node)) return 'a map';
  if (isSeq(node)) return 'a list';
  return isScalar(node) ? JSON.stringify(String(node.value).slice(0, 60)) : 'an alias';
}
