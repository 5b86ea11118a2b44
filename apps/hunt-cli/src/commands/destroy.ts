import { rm } from 'node:fs/promises';
import {
  applyDelegation,
  destroyInfra,
  ParentZoneNotFound,
  planDestroy,
  readDelegation,
  readInventory,
} from '@wescale/scw-infra';
import type { InventoryItem, ProgressEvent, ScalewayClient } from '@wescale/scw-infra';
import { endTogether } from '../board/end-together.ts';
import { applyBoardEnd, planBoardEnd, readBoardRemains, type BoardEndContext } from '../board/board-end.ts';
import { nameBoard, type Board } from '../board/board.ts';
import { listBoards } from '../board/list-boards.ts';
import { grafanaPassword } from '../board/objects/grafana-objects.ts';
import { planDelegationEnd, toPlannedChange } from '../dns/hunt-delegation.ts';
import { forgetTsigKeys } from '../dns/tsig-keys.ts';
import { forgetHostKeys } from '../host-key/host-keys.ts';
import { forgetRancherPasswords } from '../rancher/rancher-passwords.ts';
import type { PlannedChange } from '../run/hunt-event.ts';
import { lockRun } from '../run/run-lock.ts';
import type { Session } from '../run/session.ts';
import { describeProgress, huntIdentity, scalewayClient } from '../scaleway/hunt-infra.ts';
import { checkBoardName } from './board-option.ts';
import { NotConfirmedError } from './confirm-changes.ts';
import { makeChanges } from './make-changes.ts';
import type { Verb } from './verb.ts';

export const destroy: Verb = {
  name: 'destroy',
  summary: 'Remove everything of this hunt, or one board, and prove that nothing is left',
  options: [
    ['--board <name>', 'this board alone'],
    ['--yes', 'do not ask for the name first'],
  ],
  examples: [
    ['npx hunt destroy', 'shows what goes, and wants the name of the hunt typed'],
    ['npx hunt destroy --board blue', 'Rancher and the game master stay as they are'],
    ['npx hunt destroy --yes', 'for scripts'],
  ],
  async run(session, { yes = false, board }) {
    const { configuration, now } = session;
    const one = board === undefined ? undefined : nameBoard(configuration.hunt, checkBoardName(board));
    return makeChanges(session, 'destroy', async () => {
      const secrets = await session.secrets();
      await using _lock = await lockRun(secrets.directory, 'destroy', now);
      const end = await openEnd(session);
      if (one === undefined) return await destroyHunt(session, end, yes);
      return await destroyBoard(session, one, end.context, yes);
    });
  },
};

interface End {
  /** Of the game master. */
  inventory: InventoryItem[];
  context: BoardEndContext;
}

/** What both ends work with; the address is that of an Instance that may be off. */
async function openEnd(session: Session): Promise<End> {
  const { reporter, configuration, signal } = session;
  const progress = (message: string) => reporter.emit({ event: 'progress', step: 'destroy', message });
  const notice = (message: string) => reporter.emit({ event: 'notice', message });
  const { context } = await session.openRun({ start: false });
  const client = scalewayClient(context.scaleway, progress);
  const inventory = await readInventory(client, huntIdentity(configuration), { signal });
  const gameMasterAddress = inventory.find(({ resource }) => resource === 'ip')?.name;
  return { inventory, context: { ...context, client, gameMasterAddress, progress, notice } };
}

async function destroyBoard(
  session: Session,
  board: Board,
  context: BoardEndContext,
  yes: boolean,
): Promise<number> {
  const remains = await readBoardRemains(board, context);
  const changes = planBoardEnd(board, remains);
  session.reporter.emit({ event: 'plan', step: `destroy ${board.name}`, changes });
  if (changes.length === 0) return 0;
  if (!yes) await confirmByName(session, { what: 'the board', name: board.clusterName });
  await applyBoardEnd(board, remains, context);
  context.notice(`nothing of board ${board.name} exists any more`);
  return changes.length;
}

async function destroyHunt(session: Session, { inventory, context }: End, yes: boolean): Promise<number> {
  const { reporter, configuration, signal } = session;
  const { client, secrets, progress, notice } = context;
  const identity = huntIdentity(configuration);
  const boards = await Promise.all(
    (await listBoards(client, configuration.hunt, signal)).map(async (board) => {
      const own = besideOthers(board, context);
      return { board, remains: await readBoardRemains(board, own), context: own };
    }),
  );
  const boardChanges = boards.flatMap(({ board, remains }) => planBoardEnd(board, remains));
  const addresses = inventory.flatMap(({ resource, name }) => (resource === 'ip' ? [name] : []));
  const delegation = await readDelegationEnd(client, configuration.hunt.domain, addresses, signal);
  const changes: PlannedChange[] = [
    ...delegation.changes.map(toPlannedChange),
    ...boardChanges,
    ...planDestroy(inventory).map(({ resource, name, sentence }) => ({
      action: 'delete' as const,
      resource: `${resource}:${name}`,
      summary: sentence,
      reason: `tagged ${identity.tag}`,
    })),
  ];
  reporter.emit({ event: 'plan', step: 'destroy', changes });
  if (delegation.notice !== undefined) notice(delegation.notice);
  if (changes.length > 0) {
    if (!yes) await confirmByName(session, { what: 'the hunt', name: configuration.hunt.name });
    const options = { signal, onProgress: (event: ProgressEvent) => progress(describeProgress(event)) };
    // First, so that the subdomain never leads to an address that somebody else may be given.
    await applyDelegation(client, delegation.changes, options);
    await endTogether(
      boards.map(
        ({ board, remains, context: own }) =>
          () =>
            applyBoardEnd(board, remains, own),
      ),
    );
    await destroyInfra(client, identity, options);
    notice('the inventory is empty: nothing of this hunt exists any more');
  }
  // Keys of a machine that is gone are of no use, and must not be shown to the next one.
  await forgetHostKeys(secrets);
  await forgetTsigKeys(secrets);
  await forgetRancherPasswords(secrets);
  await secrets.remove(grafanaPassword);
  // Charts and what helm keeps of them: nothing secret, and nothing anybody misses.
  await rm(secrets.path('helm'), { recursive: true, force: true });
  return changes.length;
}

/** What the end of one board works with where others end at the same time: what it says names the board. */
function besideOthers({ name }: Board, context: BoardEndContext): BoardEndContext {
  const progress = (message: string) => context.progress(`board ${name}: ${message}`);
  return {
    ...context,
    client: scalewayClient(context.scaleway, progress),
    // Rancher goes with the game master, and so do the names of boards.
    gameMasterAddress: undefined,
    progress,
  };
}

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

async function confirmByName(
  { isTerminal, ask }: Session,
  { what, name }: { what: string; name: string },
): Promise<void> {
  if (!isTerminal) {
    throw new NotConfirmedError(
      `destroy wants the name of ${what} typed; there is no terminal to ask on, so give --yes`,
    );
  }
  const typed = await ask(`This cannot be undone. Type the name of ${what} (${name}) to go on: `);
  if (typed.trim() !== name) throw new NotConfirmedError('the name was not typed; nothing was removed');
}
