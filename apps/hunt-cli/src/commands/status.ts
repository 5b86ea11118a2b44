import { listBoards } from '../board/list-boards.ts';
import { checkBoardHealth } from '../checks/board.ts';
import { judgeHostHealth, readHostHealth } from '../checks/host-health.ts';
import { look, type Finding } from '../checks/check.ts';
import { checkAuthority } from '../checks/name-server.ts';
import { checkRancherToken } from '../checks/rancher-token.ts';
import { checkRancher } from '../checks/rancher.ts';
import { planSteps, type Run, type StepPlan } from '../run/run-steps.ts';
import type { Session } from '../run/session.ts';
import { scalewayClient } from '../scaleway/hunt-infra.ts';
import { instance } from '../steps/instance.ts';
import { emitFindings } from './emit-findings.ts';
import type { Verb } from './verb.ts';

export const status: Verb = {
  name: 'status',
  summary: 'Say whether the game master and its boards are there and healthy; exit 1 if not',
  examples: [
    ['npx hunt status', 'one look, one trip to the host'],
    ['npx hunt status --json', 'for a monitor: one finding a line'],
  ],
  async run(session) {
    const run = await session.openRun({ start: false });
    const [plan] = await planSteps([instance], run);
    return emitFindings(session, plan === undefined ? [] : await findState(session, plan));
  },
};

async function findState(session: Session, { step, actual, changes }: StepPlan): Promise<Finding[]> {
  const address = step.outputs(actual)?.['address'];
  const remedy = 'run hunt plan to see what is missing, hunt core to make it';
  if (address === undefined) return [{ check: 'instance', ok: false, message: 'it does not run', remedy }];
  const drift = changes.map((change) => change.summary).join('; ');
  const { context } = await session.openRun({ start: false });
  const { signal, now, configuration } = session;
  const [host, dns, rancher, boards] = await Promise.all([
    look('host', 'see whether it is reachable: hunt ssh', async () =>
      judgeHostHealth(await readHostHealth(await context.gameMaster.connect(address), signal), now()),
    ),
    look('dns', 'see more with: hunt dns check', async () => [
      { ...(await checkAuthority(address, configuration.hunt.domain, signal)), check: 'dns' },
    ]),
    findStateOfRancher(address, context, now()),
    look('boards', 'try again', () => checkBoards(address, context)),
  ]);
  return [
    { check: 'instance', ok: drift === '', message: drift === '' ? `runs at ${address}` : drift, remedy },
    ...host,
    ...dns,
    ...rancher,
    ...boards,
  ];
}

/** One that does not answer is not asked how long our token is good. */
async function findStateOfRancher(address: string, context: Run['context'], now: Date): Promise<Finding[]> {
  const answers = await look('rancher', 'see why with: hunt logs reverse-proxy', () =>
    checkRancher(address, context),
  );
  if (answers.some(({ ok }) => !ok)) return answers;
  const token = await look('rancher-token', 'run hunt core', () => checkRancherToken(address, context, now));
  return [...answers, ...token];
}

async function checkBoards(address: string, context: Run['context']): Promise<Finding[]> {
  const { configuration, scaleway, signal } = context;
  const boards = await listBoards(
    scalewayClient(scaleway, () => undefined),
    configuration.hunt,
    signal,
  );
  const findings = await Promise.all(boards.map((board) => checkBoardHealth(board, address, context)));
  return findings.flat();
}
