import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileWork } from '../commands/file-verb.ts';
import { InputError } from './input-error.ts';
import { readInput } from './read-input.ts';

const modules = new Set(['.ts', '.mts', '.js', '.mjs']);

/**
 * Loads what describes pipelines: a module whose default export is a resource, a list of them or a function that gives
 * them; or the same as JSON, from a file or standard input. Nothing is checked yet.
 *
 * @throws {InputError} when it cannot be loaded
 */
export async function loadResources(source: string, work: FileWork): Promise<unknown[]> {
  const value = modules.has(extname(source)) ? await loadModule(source) : await loadJson(source, work);
  return Array.isArray(value) ? (value as unknown[]) : [value];
}

async function loadModule(source: string): Promise<unknown> {
  const path = resolve(source);
  await readFile(path).catch((cause: unknown) => {
    throw new InputError('file-missing', `${source}: there is no such file`, cause);
  });
  try {
    const loaded = (await import(pathToFileURL(path).href)) as { default?: unknown };
    const exported = loaded.default;
    const value: unknown = typeof exported === 'function' ? await (exported as () => unknown)() : exported;
    if (value !== undefined) return value;
  } catch (cause) {
    throw new InputError(
      'source-failed',
      `${source}: ${cause instanceof Error ? cause.message : String(cause)}`,
      cause,
    );
  }
  throw new InputError(
    'source-without-default',
    `${source}: exports nothing as default; write: export default [dockerPipeline({ … })]`,
  );
}

async function loadJson(source: string, work: FileWork): Promise<unknown> {
  const { name, bytes } = await readInput(source, work);
  try {
    return JSON.parse(Buffer.from(bytes).toString());
  } catch (cause) {
    throw new InputError(
      'source-not-json',
      `${name}: is not JSON (${cause instanceof Error ? cause.message : ''}); give JSON, or a module that ends in .ts or .js`,
      cause,
    );
  }
}
