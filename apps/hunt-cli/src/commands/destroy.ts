import {
  applyDelegation,
  destroyInfra,
  ParentZoneNotFound,
  planDestroy,
  readDelegation,
  readInventory,
} from '@wescale/scw-infra';
import type { ProgressEvent, ScalewayClient } from '@wescale/scw-infra';
import { planDelegationEnd, toPlannedChange } from '../dns/hunt-delegation.ts';
import { forgetTsigKeys } from '../dns/tsig-keys.ts';
import { forgetHostKeys } from '../host-key/host-keys.ts';
import { forgetRancherPasswords } from '../rancher/rancher-passwords.ts';
import { lockRun } from '../run/run-lock.ts';
import type { Session } from '../run/session.ts';
import { describeProgress, huntIdentity, scalewayClient } from '../scaleway/hunt-infra.ts';
import { NotConfirmedError } from './apply-verb.ts';
import { makeChanges } from './make-changes.ts';
import type { Verb } from './verb.ts';

export const destroy: Verb = {
  name: 'destroy',
  summary: 'Remove everything of this hunt, and prove that nothing is left',
  options: [['--yes', 'do not ask for the name first']],
  examples: [
    ['npx hunt destroy', 'shows what goes, and wants the name of the hunt typed'],
    ['npx hunt destroy --yes', 'for scripts'],
  ],
  async run(session, { yes = false }) {
    return makeChanges(session, 'destroy', async () => {
      const { reporter, configuration, signal, now } = session;
      const identity = huntIdentity(configuration);
      const secrets = await session.secrets();
      await using _lock = await lockRun(secrets.directory, 'destroy', now);
      const progress = (message: string) => reporter.emit({ event: 'progress', step: 'destroy', message });
      const client = scalewayClient((await session.connect({ start: false })).scaleway, progress);
      const inventory = await readInventory(client, identity, { signal });
      const addresses = inventory.flatMap(({ resource, name }) => (resource === 'ip' ? [name] : []));
      const delegation = await readDelegationEnd(client, configuration.hunt.domain, addresses, signal);
      const deletions = planDestroy(inventory);
      reporter.emit({
        event: 'plan',
        step: 'destroy',
        changes: [
          ...delegation.changes.map(toPlannedChange),
          ...deletions.map(({ resource, name, sentence }) => ({
            action: 'delete' as const,
            resource: `${resource}:${name}`,
            summary: sentence,
            reason: `tagged ${identity.tag}`,
          })),
        ],
      });
      if (delegation.notice !== undefined) reporter.emit({ event: 'notice', message: delegation.notice });
      const changed = delegation.changes.length + deletions.length;
      if (changed > 0) {
        if (!yes) await confirmByName(session);
        const options = {
          signal,
          onProgress: (event: ProgressEvent) => progress(describeProgress(event)),
        };
        // First, so that the subdomain never leads to an address that somebody else may be given.
        await applyDelegation(client, delegation.changes, options);
        await destroyInfra(client, identity, options);
        const message = 'the inventory is empty: nothing of this hunt exists any more';
        reporter.emit({ event: 'notice', message });
      }
      // Keys of a machine that is gone are of no use, and must not be shown to the next one.
      await forgetHostKeys(secrets);
      await forgetTsigKeys(secrets);
      await forgetRancherPasswords(secrets);
      return changed;
    });
  },
};

/** Where no zone above the subdomain is ours, nothing was delegated. */
async function readDelegationEnd(
  client: ScalewayClient,
  domain: string,
  addresses: readonly string[],
  signal: AbortSignal,
): Promise<ReturnType<typeof planDelegationEnd>> {
  try {
    const actual = await readDelegation(client, { domain, nameServers: [] }, { signal });
    return planDelegationEnd(actual, addresses);
  } catch (error) {
    if (error instanceof ParentZoneNotFound) return { changes: [] };
    throw error;
  }
}

async function confirmByName({ configuration, isTerminal, ask }: Session): Promise<void> {
  const { name } = configuration.hunt;
  if (!isTerminal) {
    throw new NotConfirmedError(
      'destroy wants the name of the hunt typed; there is no terminal to ask on, so give --yes',
    );
  }
  const typed = await ask(`This cannot be undone. Type the name of the hunt (${name}) to go on: `);
  if (typed.trim() !== name) throw new NotConfirmedError('the name was not typed; nothing was removed');
}
