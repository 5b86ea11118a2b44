import { join } from 'node:path';
import { createBoardClusters, type BoardClusters } from '../board/board-clusters.ts';
import { readConfiguration, type Configuration } from '../configuration/read-configuration.ts';
import { connectEnvironment, type EnvironmentConnection } from '../environment/connect-environment.ts';
import { createGameMaster, type GameMaster } from '../environment/game-master.ts';
import { createCluster, type Cluster } from '../kubernetes/cluster.ts';
import { openSecretStore, type SecretStore } from '../secrets/secret-store.ts';
import type { Reporter } from './hunt-event.ts';
import type { Run } from './run-steps.ts';

/** What `main` knows of the process a verb runs in. */
export interface Surroundings {
  env: NodeJS.ProcessEnv;
  directory: string;
  environmentName: string;
  json: boolean;
  isTerminal: boolean;
  signal: AbortSignal;
  reporter: Reporter;
  now: () => Date;
  /** Writes what a verb prints beside its events. */
  write: (text: string) => void;
  /** Asks the user for a line. */
  ask: (question: string) => Promise<string>;
}

/** What a verb works with; parts are opened when first asked for, so that a verb pays only for what it uses. */
export interface Session extends Surroundings, AsyncDisposable {
  configuration: Configuration;
  secrets(): Promise<SecretStore>;
  /** The API of the environment. `start`: bring a stage up that is not. */
  connect(options: { start: boolean }): Promise<EnvironmentConnection>;
  /** Everything steps need. */
  openRun(options: { start: boolean; allowed?: readonly string[] }): Promise<Run>;
}

/** Reads the configuration first: bad input ends a verb before anything is touched. */
export async function openSession(surroundings: Surroundings): Promise<Session> {
  const { directory, environmentName, env, signal, reporter } = surroundings;
  const configuration = await readConfiguration(directory, environmentName);
  let store: Promise<SecretStore> | undefined;
  let connection: Promise<EnvironmentConnection> | undefined;
  let gameMaster: GameMaster | undefined;
  let cluster: Cluster | undefined;
  let boardClusters: BoardClusters | undefined;
  const session: Session = {
    ...surroundings,
    configuration,
    secrets: () => (store ??= openSecretStore(join(directory, '.hunt', environmentName))),
    connect: ({ start }) =>
      (connection ??= connectEnvironment(configuration.environment, {
        env,
        signal,
        start,
        domain: configuration.hunt.domain,
        progress: (message) => reporter.emit({ event: 'progress', step: 'stage', message }),
      })),
    async openRun({ start, allowed = [] }) {
      const { scaleway, internet, programs } = await session.connect({ start });
      const secrets = await session.secrets();
      gameMaster ??= createGameMaster(secrets, signal);
      cluster ??= createCluster(gameMaster, secrets.directory);
      boardClusters ??= createBoardClusters({ scaleway, internet, programs, secrets, signal });
      return {
        reporter,
        context: {
          ...{ configuration, scaleway, internet, programs, secrets },
          ...{ gameMaster, cluster, boardClusters, allowed, signal },
        },
      };
    },
    async [Symbol.asyncDispose]() {
      try {
        await Promise.all([cluster?.close(), boardClusters?.close()]);
      } finally {
        await gameMaster?.disconnect();
      }
    },
  };
  return session;
}
