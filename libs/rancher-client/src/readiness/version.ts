import type { CallOptions } from '../client/client-options.ts';
import { AnswerNotUnderstoodError } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { textOf } from '../client/wire.ts';

/** Answer of `GET /rancherversion`. */
export interface RancherVersion {
  /** Such as `v2.15.0`. */
  Version: string;
  GitCommit?: string;
  [field: string]: unknown;
}

/** Which Rancher it is. For people; what it can do is better found out by trying. Needs no token. */
export async function readVersion(
  rancher: RancherClient,
  { signal }: CallOptions = {},
): Promise<RancherVersion> {
  const task = 'read the version of Rancher';
  const path = ['rancherversion'];
  const version = await rancher.withToken(undefined).json({ task, method: 'GET', path, signal });
  if (textOf(version, 'Version') === undefined)
    throw new AnswerNotUnderstoodError(task, '/rancherversion names no version');
  return version as RancherVersion;
}
