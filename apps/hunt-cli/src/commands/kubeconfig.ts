import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { nameBoard } from '../board/board.ts';
import { findBoardCluster } from '../board/find-board-cluster.ts';
import { findGameMaster } from '../environment/find-game-master.ts';
import { InterruptedError } from '../run/explain-error.ts';
import type { Session } from '../run/session.ts';
import { checkBoardName } from './board-option.ts';
import { exitCodes, type Verb } from './verb.ts';

export const kubeconfig: Verb = {
  name: 'kubeconfig',
  summary: 'Reach the Kubernetes API of the game master, through SSH, or of a board, while this runs',
  argument: '[command...]',
  options: [['--board <name>', 'the API of this board, not that of the game master']],
  examples: [
    [
      'npx hunt kubeconfig -- kubectl get pods -A',
      'one command with KUBECONFIG set; its exit code is the exit code',
    ],
    ['npx hunt kubeconfig --board blue -- kubectl get nodes', 'the same on a board'],
    ['npx hunt kubeconfig', 'prints the path for another terminal, and keeps the way open until Ctrl-C'],
  ],
  async run(session, { board }, [program, ...args]) {
    const { signal, json, reporter, write } = session;
    const api = await (board === undefined ? openGameMaster(session) : openBoardApi(session, board));
    if (program !== undefined) return runWith(api.kubeconfig, program, args, signal);
    if (json) {
      reporter.emit({
        event: 'outputs',
        step: 'kubeconfig',
        outputs: { path: api.kubeconfig, url: api.url },
      });
    } else {
      write(`export KUBECONFIG=${api.kubeconfig}\n`);
      write('The way to the API is open until Ctrl-C; then this file is gone, too.\n');
    }
    // Ctrl-C is how this is meant to end.
    if (!signal.aborted) await once(signal, 'abort');
    return exitCodes.ok;
  },
};

async function openGameMaster(session: Session): Promise<OpenApi> {
  const { address, run } = await findGameMaster(session);
  return run.context.cluster.open(address);
}

async function openBoardApi(session: Session, name: string): Promise<OpenApi> {
  const board = nameBoard(session.configuration.hunt, checkBoardName(name));
  const { context } = await session.openRun({ start: false });
  return context.boardClusters.open(await findBoardCluster(board, context));
}

/** Enough of either API for a program that wants a kubeconfig. */
interface OpenApi {
  kubeconfig: string;
  url: string;
}

async function runWith(path: string, program: string, args: string[], signal: AbortSignal): Promise<number> {
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, KUBECONFIG: path } });
  // Ctrl-C reaches both of us from the terminal, and what it means to the program is the program's affair.
  const end = () =>
    signal.reason instanceof InterruptedError && signal.reason.signal === 'SIGTERM' && child.kill();
  signal.addEventListener('abort', end, { once: true });
  try {
    const [code] = (await once(child, 'exit')) as [number | null];
    return code ?? exitCodes.error;
  } catch (cause) {
    throw new Error(`${program} could not be started; is it installed?`, { cause });
  } finally {
    signal.removeEventListener('abort', end);
  }
}
