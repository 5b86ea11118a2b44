import { formatConfiguration, formatRegistries } from '../desired/format-configuration.ts';
import { defaultDataDirectory, type K3sDesired } from '../desired/k3s-desired.ts';
import { formatEnvironment } from './format-environment.ts';
import { formatUnit } from './format-unit.ts';
import { killAllScript } from './kill-all-script.ts';
import { paths } from './paths.ts';
import { uninstallScript } from './uninstall-script.ts';

/** A file on the host that is ours as a whole; root's. */
export interface ManagedFile {
  path: string;
  /** Absent when there shall be none. */
  content: string | undefined;
  mode: number;
}

export function dataDirectoryOf({ configuration }: Pick<K3sDesired, 'configuration'>): string {
  return configuration['data-dir'] ?? defaultDataDirectory;
}

/** Every file but the program itself, in the order in which they are written. */
export function managedFiles(desired: K3sDesired): ManagedFile[] {
  const { configuration, registries, environment } = desired;
  const dataDirectory = dataDirectoryOf(desired);
  return [
    { path: paths.configuration, content: formatConfiguration(configuration), mode: 0o600 },
    { path: paths.registries, content: registries && formatRegistries(registries), mode: 0o600 },
    { path: paths.environment, content: formatEnvironment(environment ?? {}), mode: 0o600 },
    { path: paths.killAll, content: killAllScript(dataDirectory), mode: 0o755 },
    { path: paths.uninstall, content: uninstallScript(dataDirectory), mode: 0o755 },
    { path: paths.unit, content: formatUnit(), mode: 0o644 },
  ];
}
