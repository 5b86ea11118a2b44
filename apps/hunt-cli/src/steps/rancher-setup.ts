import {
  applySetUp,
  createToken,
  deleteToken,
  isLoginRefused,
  logout,
  planSetUp,
  probeWebsocket,
  readSetUp,
  ready,
  type SetUpChange,
  type SetUpDesired,
  type SetUpFacts,
} from '@wescale/rancher-client';
import { dayMs } from '../checks/days.ts';
import { connectRancher, rancherSetUp } from '../rancher/rancher-connection.ts';
import { rancherSecrets } from '../rancher/rancher-passwords.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import type { Step } from './step.ts';
import { VerificationError } from './verification-error.ts';

interface RancherSetUpState {
  version: string;
  desired: SetUpDesired;
  facts: SetUpFacts;
  passwordPath: string;
}

/** Its pod was ready before; whoever restarts it meanwhile needs no longer than this. */
const patienceMs = 60_000;

/** Rancher's first set-up, so that nobody finds it with a password that others know. */
export const rancherSetup: Step<RancherSetUpState, PlannedChange> = {
  name: 'rancher-setup',
  title: "Rancher's administrator, address and licence, and a token for later runs",

  async read(context) {
    const { secrets, signal } = context;
    const rancher = await connectRancher(context);
    const desired = await rancherSetUp(context);
    const { version } = await ready(rancher, { signal, timeoutMs: patienceMs });
    const facts = await readSetUp(rancher, desired, { signal });
    return { version: version.Version, desired, facts, passwordPath: secrets.path(rancherSecrets.admin) };
  },

  plan: ({ facts, desired }) => [
    ...planSetUp(facts, desired).changes.map(toPlannedChange),
    ...(facts.signedInBy === 'token' ? [] : [tokenChange]),
  ],

  async apply(_changes, { facts, desired }, { secrets, signal, progress }) {
    const { client } = await applySetUp(facts, planSetUp(facts, desired), desired, {
      signal,
      onChange: ({ summary }) => progress(summary),
    });
    if (facts.signedInBy === 'token') return;
    const created = await createToken(client, { description: 'hunt', ttlMs: 90 * dayMs }, { signal });
    await secrets.write(rancherSecrets.token, created.token);
    // Made by a call whose answer was lost: nobody knows their secrets.
    for (const id of created.strayIds) await deleteToken(client, id, { signal });
    // The session of the password is not needed any more.
    await logout(client, { signal });
  },

  async verify({ facts: { client, username }, desired, passwordPath }, { signal, progress }) {
    progress('trying the passwords that must not work');
    for (const password of ['admin', desired.bootstrapPassword ?? '']) {
      if (await isLoginRefused(client, { username, password }, { signal })) continue;
      throw new VerificationError(
        `Rancher lets ${username} in with a password that others may know; change it there to the one in ${passwordPath}`,
      );
    }
    const { isUpgraded, status } = await probeWebsocket(client, { signal });
    if (isUpgraded) return;
    throw new VerificationError(
      `${client.url} answers ${status} to a websocket, which its pages and agents need; run hunt plan`,
    );
  },

  outputs: ({ version, facts, desired, passwordPath }) => ({
    url: desired.serverUrl,
    version,
    username: facts.username,
    passwordPath,
  }),
};

const tokenChange: PlannedChange = {
  action: 'create',
  resource: 'rancher:token',
  summary: 'create a token for later runs, good for 90 days',
  reason: 'none is kept that Rancher accepts',
};

function toPlannedChange(change: SetUpChange): PlannedChange {
  const what = change.action === 'set-password' ? 'password' : change.name;
  return {
    action: 'update',
    resource: `rancher:${what}`,
    summary: change.summary,
    reason:
      change.action === 'set-password' ? 'it was installed with it' : `it is ${change.from || 'not set'}`,
  };
}
