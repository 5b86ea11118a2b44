import { backoffMs, isDoubtful } from '../client/retry.ts';
import type { Session } from '../client/session.ts';
import { sleep } from '../client/sleep.ts';
import { OutOfStock } from '../errors/call-errors.ts';
import { StartFailed } from '../errors/run-errors.ts';
import type { ActualServer } from '../read/actual.ts';
import { describeState, getServer } from '../read/get-server.ts';

/** Waits for the Instance to run. One that was starting and stands still again will not. */
export async function awaitRunning(session: Session, serverId: string, name: string): Promise<void> {
  let hasBegun = false;
  await session.wait('instance', 'power on', {
    what: `instance ${name} to be running`,
    look: () => getServer(session, serverId),
    isDone: ({ state, stateDetail }) => {
      if (state === 'starting') hasBegun = true;
      if (hasBegun && state === 'stopped') throw new StartFailed(serverId, name, stateDetail);
      return state === 'running';
    },
    describe: describeState,
  });
}

async function requestPowerOn(session: Session, server: ActualServer): Promise<void> {
  try {
    await session.instance.serverAction({ serverId: server.id, action: 'poweron' });
  } catch (error) {
    if (error instanceof OutOfStock)
      throw new OutOfStock(error.call, server.commercialType, session.client.zone);
    throw error;
  }
}

/** Powers the Instance on and waits until it runs. After a lost answer it looks before it asks again. */
export async function powerOn(session: Session, serverId: string, name: string): Promise<void> {
  const { retry, random } = session.client;
  session.progress('instance', 'power on');
  for (let attempt = 1; ; attempt += 1) {
    const server = await session.wait('instance', 'power on', {
      what: `instance ${name} to stand still`,
      look: () => getServer(session, serverId),
      isDone: ({ state }) => state !== 'stopping',
      describe: describeState,
    });
    if (server.state === 'running' || server.state === 'starting') break;
    try {
      await requestPowerOn(session, server);
      break;
    } catch (error) {
      if (!isDoubtful(error) || attempt >= retry.maxAttempts) throw error;
      const what = `the fate of a lost power-on of instance ${name}`;
      session.progress('instance', 'power on', what);
      await sleep(backoffMs(retry, attempt, random()), session.signal, what);
    }
  }
  await awaitRunning(session, serverId, name);
}
