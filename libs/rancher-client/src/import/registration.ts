import type { CallOptions, WaitOptions } from '../client/client-options.ts';
import { WaitExceededError } from '../client/errors.ts';
import { listAll } from '../client/list.ts';
import { lookBeforeRepeat } from '../client/look-before-repeat.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { awaiting, there, waitUntil, type Look } from '../client/wait-until.ts';
import { readSetting } from '../settings/settings.ts';
import { RegistrationUnusableError, ServerUrlNotSetError } from './errors.ts';

/** As Rancher lists it: the address is empty at first. */
interface UnfinishedRegistration {
  id: string;
  clusterId: string;
  manifestUrl?: string;
  /** `kubectl apply -f …`. */
  command?: string;
  /** The same for a certificate that is not trusted. */
  insecureCommand?: string;
  token?: string;
  /** 2.15 and newer. */
  expiresAt?: string;
  [field: string]: unknown;
}

/**
 * What a cluster registers with. Its fields hold secrets. Since 2.15 it lasts 30 days and is replaced before: ask for it
 * each time, and do not keep it.
 */
export interface Registration extends UnfinishedRegistration {
  /** Address of the manifest, at Rancher's `server-url`. */
  manifestUrl: string;
}

/**
 * What a cluster is registered with: the present token, made if there is none.
 *
 * @param options `timeoutMs` is 60_000 by default
 * @throws ServerUrlNotSetError, RegistrationUnusableError when Rancher leaves a placeholder where a token should be,
 *   WaitExceededError
 */
export async function readRegistration(
  rancher: RancherClient,
  clusterId: string,
  options: WaitOptions = {},
): Promise<Registration> {
  const serverUrl = await readSetting(rancher, 'server-url', options);
  if (serverUrl?.value === '') throw new ServerUrlNotSetError(clusterId);
  const present = await listRegistrations(rancher, clusterId, options);
  if (!present.some((one) => isValid(one, rancher.now())))
    await createRegistration(rancher, clusterId, { ...options, hasOthers: present.length > 0 });

  const seen = { isPlaceholder: false };
  const look = async (): Promise<Look<Registration>> => {
    const all = await listRegistrations(rancher, clusterId, options);
    const complete = all.filter((one) => (one.manifestUrl ?? '') !== '' && isValid(one, rancher.now()));
    const usable = complete.filter((one) => !hasPlaceholder(one));
    seen.isPlaceholder = complete.length > usable.length;
    const newest = usable.toSorted(byExpiry).at(-1);
    if (newest?.manifestUrl !== undefined) return there({ ...newest, manifestUrl: newest.manifestUrl });
    if (seen.isPlaceholder) return awaiting('its address still holds the literal {token}');
    return awaiting(all.length === 0 ? 'there is none yet' : 'Rancher has not written its address yet');
  };
  try {
    return await waitUntil(rancher, `a registration token of ${clusterId}`, look, {
      timeoutMs: 60_000,
      ...options,
    });
  } catch (error) {
    if (!(error instanceof WaitExceededError) || !seen.isPlaceholder) throw error;
    throw new RegistrationUnusableError(
      clusterId,
      'the address of its manifest holds the literal {token} where the token should be (rancher/rancher#55924)',
      { cause: error },
    );
  }
}

const hasPlaceholder = ({ manifestUrl = '' }: UnfinishedRegistration): boolean =>
  /\{token\}|%7Btoken%7D/i.test(manifestUrl);

const isValid = ({ expiresAt }: UnfinishedRegistration, now: Date): boolean =>
  expiresAt === undefined || expiresAt === '' || Date.parse(expiresAt) > now.getTime();

const byExpiry = (a: UnfinishedRegistration, b: UnfinishedRegistration): number =>
  (Date.parse(a.expiresAt ?? '') || 0) - (Date.parse(b.expiresAt ?? '') || 0);

async function listRegistrations(
  rancher: RancherClient,
  clusterId: string,
  { signal }: CallOptions,
): Promise<UnfinishedRegistration[]> {
  const task = `read the registration token of ${clusterId}`;
  const call = { task, path: ['v3', 'clusterregistrationtokens'], query: { clusterId } };
  const found = await listAll<UnfinishedRegistration>(rancher, call, { signal });
  return found.filter((one) => one.clusterId === clusterId);
}

/**
 * Rancher makes one by itself, but has been seen not to (rancher/rancher#39779). Beside those that have expired it gets a
 * name of Rancher's own.
 */
async function createRegistration(
  rancher: RancherClient,
  clusterId: string,
  { hasOthers, ...options }: CallOptions & { hasOthers: boolean },
): Promise<void> {
  const task = `make a registration token for ${clusterId}`;
  const path = ['v3', 'clusterregistrationtokens'];
  const name = hasOthers ? {} : { name: 'default-token' };
  const body = { type: 'clusterRegistrationToken', clusterId, ...name };
  const send = async (): Promise<true> => {
    await rancher.json({ task, method: 'POST', path, body, signal: options.signal });
    return true;
  };
  const look = async (): Promise<true | undefined> =>
    (await listRegistrations(rancher, clusterId, options)).some((one) => isValid(one, rancher.now()))
      ? true
      : undefined;
  await lookBeforeRepeat(rancher, send, look, options);
}
