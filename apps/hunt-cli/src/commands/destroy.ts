import { destroyInfra, planDestroy, readInventory } from '@wescale/scw-infra';
import { forgetHostKeys } from '../host-key/host-keys.ts';
import { lockRun } from '../run/run-lock.ts';
import type { Session } from '../run/session.ts';
import { describeProgress, huntIdentity, scalewayClient } from '../scaleway/hunt-infra.ts';
import { NotConfirmedError } from './apply-verb.ts';
import { exitCodes, type Verb } from './verb.ts';

export const destroy: Verb = {
  name: 'destroy',
  summary: 'Remove everything of this hunt, and prove that nothing is left',
  options: [['--yes', 'do not ask for the name first']],
  examples: [
    ['npx hunt destroy', 'shows what goes, and wants the name of the hunt typed'],
    ['npx hunt destroy --yes', 'for scripts'],
  ],
  async run(session, { yes = false }) {
    const { reporter, configuration, environmentName, signal, now } = session;
    const startedAt = now().getTime();
    const identity = huntIdentity(configuration);
    const secrets = await session.secrets();
    await using _lock = await lockRun(secrets.directory, 'destroy', now);
    const client = scalewayClient((await session.connect({ start: false })).scaleway);
    reporter.emit({
      event: 'started',
      verb: 'destroy',
      environment: environmentName,
      hunt: configuration.hunt.name,
    });
    const changes = planDestroy(await readInventory(client, identity, { signal }));
    reporter.emit({
      event: 'plan',
      step: 'destroy',
      changes: changes.map(({ resource, name, sentence }) => ({
        action: 'delete',
        resource: `${resource}:${name}`,
        summary: sentence,
        reason: `tagged ${identity.tag}`,
      })),
    });
    if (changes.length > 0) {
      if (!yes) await confirmByName(session);
      await destroyInfra(client, identity, {
        signal,
        onProgress: (event) =>
          reporter.emit({ event: 'progress', step: 'destroy', message: describeProgress(event) }),
      });
      reporter.emit({
        event: 'notice',
        message: 'the inventory is empty: nothing of this hunt exists any more',
      });
    }
    // Keys of a machine that is gone are of no use, and must not be shown to the next one.
    await forgetHostKeys(secrets);
    const elapsedMs = now().getTime() - startedAt;
    reporter.emit({ event: 'finished', verb: 'destroy', ok: true, changed: changes.length, elapsedMs });
    return exitCodes.ok;
  },
};

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
