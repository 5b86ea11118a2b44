import { openApi, type OpenedApi } from '@wescale/k3s-bootstrap';
import type { GameMaster } from '../environment/game-master.ts';

/** The Kubernetes API of the game master, reached through SSH: opened once a run, and only when a step wants it. */
export interface Cluster {
  /** A kubeconfig that leads through the tunnel, and is gone with it. */
  open(address: string): Promise<OpenedApi>;
  close(): Promise<void>;
}

/** @param directory where its kubeconfig lies while it is open */
export function createCluster(gameMaster: GameMaster, directory: string): Cluster {
  let opened: Promise<OpenedApi> | undefined;
  return {
    open: (address) => {
      opened ??= gameMaster
        .connect(address)
        .then((connection) => openApi(connection, { name: 'game-master', directory }))
        .catch((error: unknown) => {
          opened = undefined;
          throw error;
        });
      return opened;
    },
    async close() {
      const closing = opened;
      opened = undefined;
      await (await closing?.catch(() => undefined))?.[Symbol.asyncDispose]();
    },
  };
}
