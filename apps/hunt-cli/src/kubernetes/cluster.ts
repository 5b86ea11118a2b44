import { rm } from 'node:fs/promises';
import { openApi, type OpenedApi } from '@wescale/k3s-bootstrap';
import type { GameMaster } from '../environment/game-master.ts';
import { makeKubeconfigFolder } from './kubeconfig-folder.ts';

/** The Kubernetes API of the game master, reached through SSH: opened once a run, and only when a step wants it. */
export interface Cluster {
  /** A kubeconfig that leads through the tunnel, and is gone with it. */
  open(address: string): Promise<OpenedApi>;
  close(): Promise<void>;
}

/** @param directory where its kubeconfig lies while it is open */
export function createCluster(gameMaster: GameMaster, directory: string): Cluster {
  let opened: Promise<OpenedApi> | undefined;
  const openAt = async (address: string): Promise<OpenedApi> => {
    const connection = await gameMaster.connect(address);
    const folder = await makeKubeconfigFolder(directory);
    const remove = () => rm(folder, { recursive: true, force: true });
    try {
      const api = await openApi(connection, { name: 'game-master', directory: folder });
      return {
        ...api,
        async [Symbol.asyncDispose]() {
          await api[Symbol.asyncDispose]();
          await remove();
        },
      };
    } catch (error) {
      await remove();
      throw error;
    }
  };
  return {
    open: (address) => {
      opened ??= openAt(address).catch((error: unknown) => {
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
