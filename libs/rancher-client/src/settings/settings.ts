import type { CallOptions } from '../client/client-options.ts';
import { isNotFound, RequestRefusedError } from '../client/errors.ts';
import { listAll } from '../client/list.ts';
import { lookBeforeRepeat } from '../client/look-before-repeat.ts';
import type { RancherClient } from '../client/rancher-client.ts';

/** A setting as Rancher writes it. */
export interface Setting {
  id: string;
  /** What is in force; empty for nothing. */
  value: string;
  default?: string;
  /** Whether it was ever set. */
  customized?: boolean;
  /** Such as `env` when the environment of the server decides. */
  source?: string;
  [field: string]: unknown;
}

/**
 * Reads a setting. `first-login`, `cacerts` and a few more are public.
 *
 * @returns `undefined` for a setting this Rancher does not have, as `telemetry-opt` since 2.11
 */
export async function readSetting(
  rancher: RancherClient,
  name: string,
  { signal }: CallOptions = {},
): Promise<Setting | undefined> {
  const task = `read the setting ${name}`;
  try {
    return (await rancher.json({ task, method: 'GET', path: ['v3', 'settings', name], signal })) as Setting;
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}

/** All settings that may be read. */
export function listSettings(rancher: RancherClient, options: CallOptions = {}): Promise<Setting[]> {
  return listAll<Setting>(rancher, { task: 'list the settings', path: ['v3', 'settings'] }, options);
}

/**
 * Sets a setting. When somebody changes it at the same moment, it is read and tried once more.
 *
 * @throws RequestRefusedError with `not-found` for a setting this Rancher does not have, `conflict` when it keeps changing
 */
export async function updateSetting(
  rancher: RancherClient,
  name: string,
  value: string,
  options: CallOptions = {},
): Promise<Setting> {
  const task = `set the setting ${name}`;
  const path = ['v3', 'settings', name];
  const { signal } = options;
  const send = async (): Promise<Setting> =>
    (await rancher.json({ task, method: 'PUT', path, body: { value }, signal })) as Setting;
  const look = async (): Promise<Setting | undefined> => {
    const setting = await readSetting(rancher, name, options);
    return setting?.value === value ? setting : undefined;
  };
  try {
    return await lookBeforeRepeat(rancher, send, look, options);
  } catch (error) {
    if (!(error instanceof RequestRefusedError) || error.code !== 'conflict') throw error;
    return (await look()) ?? (await send());
  }
}
