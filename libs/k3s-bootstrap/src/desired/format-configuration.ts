import { isDeepStrictEqual } from 'node:util';
import { parse, stringify } from 'yaml';
import { DesiredInvalidError } from '../errors.ts';
import type { K3sConfiguration, K3sRegistries } from './k3s-configuration.ts';

const head = '# Written by k3s-bootstrap: what is changed here is replaced.\n';

/** `config.yaml`, keys in order, so that the same wishes are the same file. */
export function formatConfiguration(configuration: K3sConfiguration): string {
  const hasDatastore =
    configuration['datastore-endpoint'] !== undefined || configuration.server !== undefined;
  return formatYaml('config.yaml', hasDatastore ? configuration : { 'cluster-init': true, ...configuration });
}

/** `registries.yaml`. */
export function formatRegistries(registries: K3sRegistries): string {
  return formatYaml('registries.yaml', registries);
}

function formatYaml(name: string, value: object): string {
  const plain = JSON.parse(JSON.stringify(value)) as unknown;
  const text = head + stringify(plain, { sortMapEntries: true, lineWidth: 0 });
  // What another reader of YAML would take for something else (a date, a yes) must not get into the file unnoticed.
  if (!isDeepStrictEqual(parse(text, { schema: 'core' }), plain))
    throw new DesiredInvalidError(`${name} cannot be written as YAML without changing its meaning`);
  return text;
}
