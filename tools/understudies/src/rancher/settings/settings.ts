import { minorOf, type Rancher } from '../rancher.ts';

interface KnownSetting {
  default: string;
  /** Whether it is read without a token. */
  isPublic?: boolean;
  /** Whether nobody may change it. */
  isReadOnly?: boolean;
  /** The minor version that no longer has it. */
  until?: number;
}

/** The settings that are played; facts/k3s-rancher.md §3 and §4 name them. */
const known: Record<string, KnownSetting> = {
  'agent-tls-mode': { default: 'strict' },
  'auth-token-max-ttl-minutes': { default: '129600' },
  // Assumption: a login lasts 960 minutes and a kubeconfig 43200 minutes unless their settings say otherwise.
  'auth-user-session-ttl-minutes': { default: '960' },
  cacerts: { default: '', isPublic: true },
  'eula-agreed': { default: '' },
  'first-login': { default: 'true', isPublic: true },
  'kubeconfig-default-token-ttl-minutes': { default: '43200' },
  'password-min-length': { default: '12' },
  'server-url': { default: '' },
  'server-version': { default: '', isReadOnly: true },
  'telemetry-opt': { default: 'prompt', until: 11 },
};

export interface Setting extends KnownSetting {
  name: string;
  value: string;
  /** Where the value is from. */
  source: 'default' | 'env' | 'db';
}

/** A setting, or undefined where this version has none of that name. */
export function findSetting(rancher: Rancher, name: string): Setting | undefined {
  const found = Object.hasOwn(known, name) ? known[name] : undefined;
  if (found === undefined || minorOf(rancher) >= (found.until ?? Infinity)) return undefined;
  if (name === 'server-version') return { ...found, name, value: `v${rancher.version}`, source: 'default' };
  // Assumption: a value from the environment wins over one that was set, and is shown with source `env`.
  const fromEnvironment = rancher.environmentSettings[name];
  if (fromEnvironment !== undefined) return { ...found, name, value: fromEnvironment, source: 'env' };
  const set = rancher.state.settings[name];
  if (set !== undefined && set !== '') return { ...found, name, value: set, source: 'db' };
  return { ...found, name, value: found.default, source: 'default' };
}

/** The value of a setting that is sure to exist. */
export function settingValue(rancher: Rancher, name: string): string {
  const setting = findSetting(rancher, name);
  if (setting === undefined) throw new Error(`There is no setting ${name}`);
  return setting.value;
}

export function listSettings(rancher: Rancher): Setting[] {
  return Object.keys(known)
    .map((name) => findSetting(rancher, name))
    .filter((setting) => setting !== undefined);
}
