import { listUnclaimed, readClusterInventory, readInventory } from '@wescale/scw-infra';
import { listBoards } from '../board/list-boards.ts';
import { huntIdentity, scalewayClient } from '../scaleway/hunt-infra.ts';
import { exitCodes, type Verb } from './verb.ts';

export const inventory: Verb = {
  name: 'inventory',
  summary: 'List everything of this hunt that exists at Scaleway, and is billed',
  examples: [
    ['npx hunt inventory', 'what exists on the stage'],
    ['npx hunt inventory --environment production --json', 'one resource a line'],
  ],
  async run(session) {
    const { signal, reporter, configuration } = session;
    const progress = (message: string) => reporter.emit({ event: 'progress', step: 'inventory', message });
    const client = scalewayClient((await session.connect({ start: false })).scaleway, progress);
    const identity = huntIdentity(configuration);
    const [gameMaster, boards, unclaimed] = await Promise.all([
      readInventory(client, identity, { signal }),
      listBoards(client, configuration.hunt, signal),
      listUnclaimed(client, identity, { signal }),
    ]);
    const ofBoards = await Promise.all(
      boards.map(({ clusterName: name, tag }) => readClusterInventory(client, { name, tag }, { signal })),
    );
    const items = [...gameMaster, ...ofBoards.flat()];
    for (const { resource, id, name, state } of items) {
      reporter.emit({ event: 'resource', resource, id, name, state });
    }
    const known = new Set(items.map(({ id }) => id));
    for (const { resource, id, name } of unclaimed.filter((item) => !known.has(item.id))) {
      const message = `${resource} ${name} (${id}) is of a cluster that is gone, perhaps of this hunt; hunt does not remove what it cannot prove to be its own`;
      reporter.emit({ event: 'notice', message });
    }
    if (items.length === 0) reporter.emit({ event: 'notice', message: 'nothing of this hunt exists' });
    return exitCodes.ok;
  },
};
