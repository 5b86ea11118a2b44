import type { Board } from '../board/board.ts';
import type { AnyStep } from '../run/run-steps.ts';
import { certManager } from './cert-manager.ts';
import { cluster } from './cluster.ts';
import { importBoard } from './import.ts';
import { ingress } from './ingress.ts';
import { names, type NamesOptions } from './names.ts';
import { network } from './network.ts';
import { observability } from './observability.ts';

/** The steps of `kapsule`, in order, for one board. */
export const kapsuleSteps = (board: Board, options: NamesOptions = {}): AnyStep[] => [
  ...[network(board), cluster(board), importBoard(board)],
  ...[ingress, certManager, observability],
  names(board, options),
];
