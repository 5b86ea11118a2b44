import { checkResource } from './check-resource.ts';
import type { Cron, Registry, Secret, Signature, Template } from './resource.ts';

/**
 * Builds a secret that stands in the file: encrypted, or a place where the runner fetches it.
 *
 * @throws {InvalidResourceError} when it is neither
 * @example
 * secret({ name: 'token', get: { path: 'ci/token', name: 'value' } });
 */
export function secret(
  spec: Pick<Secret, 'name'> & ({ readonly data: string } | { readonly get: NonNullable<Secret['get']> }),
): Secret {
  return checkResource<Secret>({ kind: 'secret', ...spec });
}

/**
 * Builds a signature document; `signDroneFile` makes it from a file.
 *
 * @throws {InvalidResourceError} when it is not a hexadecimal HMAC-SHA256
 * @example
 * signature('0'.repeat(64));
 */
export function signature(hmac: string): Signature {
  return checkResource<Signature>({ kind: 'signature', hmac });
}

/**
 * Builds a cron document. Drone checks it and does nothing with it: make the job through the REST interface too.
 *
 * @throws {InvalidResourceError} without a branch or a schedule
 * @example
 * cron({ name: 'nightly', spec: { schedule: '0 0 2 * * *', branch: 'main' } });
 */
export function cron(spec: Omit<Cron, 'kind'>): Cron {
  return checkResource<Cron>({ kind: 'cron', ...spec });
}

/**
 * Builds a registry document: read by Drone's YAML library, used by no runner.
 *
 * @throws {InvalidResourceError} without credentials
 * @example
 * registry({ data: { 'registry.example.com': 'encrypted' } });
 */
export function registry(spec: Omit<Registry, 'kind'>): Registry {
  return checkResource<Registry>({ kind: 'registry', ...spec });
}

/**
 * Builds a document that asks the server to put a template in its place.
 *
 * @throws {InvalidResourceError} for a template name without a known extension
 * @example
 * template({ load: 'node.yml', data: { version: '24' } });
 */
export function template(spec: Omit<Template, 'kind'>): Template {
  return checkResource<Template>({ kind: 'template', ...spec });
}
