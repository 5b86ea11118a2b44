import type { CallOptions } from '../client/client-options.ts';
import { RequestRefusedError } from '../client/errors.ts';
import type { RancherClient } from '../client/rancher-client.ts';
import { login } from '../login/login.ts';
import { readSetting } from '../settings/settings.ts';
import { whoAmI } from '../users/who-am-i.ts';
import type { SetUpDesired } from './desired.ts';

/** What was found of the first set-up. */
export interface SetUpFacts {
  /** Signed in. Prints and serialises without its token. */
  client: RancherClient;
  /** How it was signed in: by the token the client had, or by one of the two passwords, which leaves a session. */
  signedInBy: 'token' | 'password' | 'bootstrap-password';
  username: string;
  /** Whether Rancher asks the user for another password. */
  mustChangePassword: boolean;
  /** Value of each setting that matters, `null` for one this Rancher does not have. */
  settings: Record<string, string | null>;
}

/**
 * Reads how far the first set-up has come. It signs in: with the client's token if that is still good, which changes
 * nothing at Rancher, else with the wanted password, else with the bootstrap password.
 *
 * @throws RequestRefusedError with `login-refused` when Rancher takes neither password
 * @example
 * const facts = await readSetUp(rancher, desired);
 * const { client } = await applySetUp(facts, planSetUp(facts, desired), desired);
 */
export async function readSetUp(
  rancher: RancherClient,
  desired: SetUpDesired,
  options: CallOptions = {},
): Promise<SetUpFacts> {
  const username = desired.username ?? 'admin';
  const firstLogin = await readSetting(rancher.withToken(undefined), 'first-login', options);
  const signedIn =
    (await signInByToken(rancher, options)) ??
    (await signInByPassword(rancher, desired, firstLogin?.value !== 'false', options));
  const user = await whoAmI(signedIn.client, options);
  const settings = await Promise.all(
    settingNames(desired).map(async (name) => {
      const setting = await readSetting(signedIn.client, name, options);
      return [name, setting?.value ?? null] as const;
    }),
  );
  return {
    ...signedIn,
    username,
    mustChangePassword: user.mustChangePassword === true,
    settings: Object.fromEntries(settings),
  };
}

const settingNames = ({ settings = {} }: SetUpDesired): string[] => [
  ...new Set([
    'first-login',
    'server-url',
    'eula-agreed',
    'telemetry-opt',
    'password-min-length',
    ...Object.keys(settings),
  ]),
];

type SignedIn = Pick<SetUpFacts, 'client' | 'signedInBy'>;

async function signInByToken(rancher: RancherClient, options: CallOptions): Promise<SignedIn | undefined> {
  if (rancher.tokenId === undefined) return undefined;
  try {
    await whoAmI(rancher, options);
    return { client: rancher, signedInBy: 'token' };
  } catch (error) {
    if (error instanceof RequestRefusedError && error.code === 'not-signed-in') return undefined;
    throw error;
  }
}

/** The password that is likelier comes first: each refused login is a line in Rancher's log. */
async function signInByPassword(
  rancher: RancherClient,
  { username = 'admin', password, passwordSource, bootstrapPassword }: SetUpDesired,
  isFirstLogin: boolean,
  options: CallOptions,
): Promise<SignedIn> {
  const own = [{ password, signedInBy: 'password' }] as const;
  const bootstrap =
    bootstrapPassword === undefined || bootstrapPassword === password
      ? []
      : ([{ password: bootstrapPassword, signedInBy: 'bootstrap-password' }] as const);
  const tries = isFirstLogin ? [...bootstrap, ...own] : [...own, ...bootstrap];
  let refusal: unknown;
  for (const { password: tried, signedInBy } of tries) {
    try {
      const description = 'first set-up';
      const { token } = await login(rancher, { username, password: tried }, { ...options, description });
      return { client: rancher.withToken(token), signedInBy };
    } catch (error) {
      if (!(error instanceof RequestRefusedError) || error.code !== 'login-refused') throw error;
      refusal = error;
    }
  }
  if (passwordSource === undefined || !(refusal instanceof RequestRefusedError)) throw refusal;
  const task = `log in as ${username} with the password kept in ${passwordSource}`;
  throw new RequestRefusedError(task, refusal, 'login-refused', refusal.body);
}
