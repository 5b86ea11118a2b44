import { InvalidCallError } from '../errors.ts';
import type { SetUpDesired } from './desired.ts';
import type { SetUpFacts } from './read-set-up.ts';

/** One change, and why. */
export type SetUpChange =
  | { action: 'set-password'; summary: string }
  | {
      action: 'update-setting';
      name: string;
      /** What stands there now; `null` when this Rancher does not have the setting. */
      from: string | null;
      to: string;
      summary: string;
    };

/** What the first set-up still lacks, in the order in which it is done: the password comes first. */
export interface SetUpPlan {
  changes: SetUpChange[];
}

/** Where the time comes from that is recorded as the agreement to the licence. */
export interface PlanSetUpOptions {
  /** @default the machine's clock */
  now?: () => Date;
}

/**
 * Decides what the first set-up still lacks. Pure; a plan without changes is a Rancher that is as wanted.
 *
 * @throws InvalidCallError for a password or an address that Rancher would not take
 */
export function planSetUp(
  facts: SetUpFacts,
  desired: SetUpDesired,
  { now = () => new Date() }: PlanSetUpOptions = {},
): SetUpPlan {
  checkServerUrl(desired.serverUrl);
  const changes: SetUpChange[] = [];
  const setPassword = passwordChange(facts, desired);
  if (setPassword !== undefined) changes.push(setPassword);
  const isSetting = (name: string, to: string, summary: string): void => {
    const from = facts.settings[name] ?? null;
    if (from !== to) changes.push({ action: 'update-setting', name, from, to, summary });
  };
  isSetting(
    'server-url',
    desired.serverUrl,
    `set server-url to ${desired.serverUrl}, the address that agents of clusters are given`,
  );
  if (desired.isEulaAgreed === true && !facts.settings['eula-agreed'])
    isSetting('eula-agreed', now().toISOString(), 'record that the licence agreement is agreed to');
  // Rancher has had none since 2.11.
  if ((facts.settings['telemetry-opt'] ?? null) !== null)
    isSetting('telemetry-opt', 'out', 'send no telemetry');
  if (setPassword === undefined)
    isSetting('first-login', 'false', 'mark the first login as done, so that nobody is asked for it again');
  for (const [name, value] of Object.entries(desired.settings ?? {}))
    isSetting(name, value, `set ${name} to '${value}', as asked for`);
  return { changes };
}

function passwordChange(facts: SetUpFacts, { password }: SetUpDesired): SetUpChange | undefined {
  const isOwn = facts.signedInBy !== 'bootstrap-password';
  if (isOwn && !facts.mustChangePassword) return undefined;
  if (facts.signedInBy === 'password')
    throw new InvalidCallError(
      `Rancher wants ${facts.username} to have another password than the one it was installed with`,
    );
  const minLength = Number(facts.settings['password-min-length'] ?? 12);
  if (password.length < minLength)
    throw new InvalidCallError(`Rancher takes no password of less than ${minLength} characters`);
  if (password === facts.username)
    throw new InvalidCallError("Rancher does not take the user's name as a password");
  return {
    action: 'set-password',
    summary: `set the password of ${facts.username}, who can still log in with the one Rancher was installed with`,
  };
}

function checkServerUrl(url: string): void {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:' || new URL(url).origin !== url)
    throw new InvalidCallError(
      `server-url is https and a name, such as https://rancher.example.com, without a slash at its end, not '${url}'`,
    );
}
