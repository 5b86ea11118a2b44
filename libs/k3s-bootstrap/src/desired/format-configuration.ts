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
  const text = head + stringify(plain, { version: '1.1', sortMapEntries: true, lineWidth: 0 });
  // k3s reads YAML 1.1 in part (for which a bare `yes` is true), others read 1.2: it must mean the same to both.
  const isPlain = [parse(text, { version: '1.1' }), parse(text, { version: '1.2' })].every((read) =>
    isDeepStrictEqual(read, plain),
  );
  if (!isPlain)
    throw new DesiredInvalidError(`${name} cannot be written as YAML without changing its meaning`);
  return text;
}
