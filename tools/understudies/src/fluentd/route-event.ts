import type { LogEvent } from '../fluent/forward-message.ts';
import type { Route, RouteMatch } from './configuration/fluentd-configuration.ts';

/** What fluent-bit says of the container that wrote a line. */
interface KubernetesMetadata {
  namespace_name?: string;
  container_name?: string;
  host?: string;
  labels?: Readonly<Record<string, string>>;
}

/** The first match that fits decides whether a route takes an event (kube-logging/fluent-plugin-label-router). */
export function takesEvent({ matches }: Route, { record }: LogEvent): boolean {
  const metadata = (record['kubernetes'] ?? {}) as KubernetesMetadata;
  const first = matches.find((match) => fits(match, metadata));
  return first !== undefined && !first.isNegated;
}

function fits(
  { namespaces, labels, containerNames, hosts }: RouteMatch,
  metadata: KubernetesMetadata,
): boolean {
  const isIn = (list: readonly string[], value: string | undefined): boolean =>
    list.length === 0 || list.includes(value ?? '');
  return (
    isIn(namespaces, metadata.namespace_name) &&
    isIn(containerNames, metadata.container_name) &&
    isIn(hosts, metadata.host) &&
    Object.entries(labels).every(([name, value]) => metadata.labels?.[name] === value)
  );
}
