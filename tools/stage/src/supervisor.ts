/**
 * The process that a stage lives and dies with. It stays in the host's network: it lays the stage's namespace,
 * fetches Debian packages for it, has made what it hands out, and keeps the world that runs inside. Started by `stageUp`, detached.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { StageStartError } from './errors.ts';
import { planAddresses } from './network/address-plan.ts';
import { createStageNamespace } from './network/namespace.ts';
import { namespaceName, recordOwned } from './ownership/claim.ts';
import { withLock } from './ownership/lock.ts';
import { removeStage } from './ownership/remove-stage.ts';
import { startAptProxy } from './packages/apt-proxy.ts';
import { writeDescription } from './stage/description.ts';
import { readLogTail } from './stage/read-log-tail.ts';
import type {
  SupervisorOrder,
  SupervisorReport,
  WorldNews,
  WorldOrder,
  WorldReport,
} from './stage/messages.ts';
import { supplyNames } from './supplies/supply-names.ts';
import { openSupplyOffice } from './supplies/supply-office.ts';

// A caller that dies before it gives its order wants nothing any more.
const abandon = (): never => process.exit(1);
process.once('disconnect', abandon);
const [order] = (await once(process, 'message')) as [SupervisorOrder];
process.off('disconnect', abandon);
const { claim } = order;

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, () => void end(`${signal} received`, 0));
try {
  await start();
  report({ kind: 'ready' });
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  report({ kind: 'failed', message: message + readLogTail(claim.name) });
  await end(message, 1);
}

async function start(): Promise<void> {
  const { hostSide } = planAddresses(claim.number);
  await createStageNamespace(claim.name, claim.number);
  const { port } = await startAptProxy({ host: hostSide, mirror: order.mirror });
  const world = spawn(
    'nsenter',
    [
      `--net=/run/netns/${namespaceName(claim.name)}`,
      ...[process.execPath, '--conditions=@wescale/source'],
      ...[fileURLToPath(new URL('./world.ts', import.meta.url)), namespaceName(claim.name)],
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  const ended = once(world, 'exit').then(([code]) => `the world inside the stage ended with ${String(code)}`);
  if (world.pid !== undefined) recordOwned(claim.name, world.pid, 'world');
  world.send({ ...order, aptProxy: { host: hostSide, port } } satisfies WorldOrder);
  const office = openSupplyOffice(claim, (report) => {
    if (world.connected) world.send({ kind: 'supply', report } satisfies WorldNews);
  });
  const first = new Promise<WorldReport>((resolve) => {
    world.on('message', (message) => {
      const report = message as WorldReport;
      if (report.kind === 'wanted') office.order([report.supply]);
      else resolve(report);
    });
  });
  if (order.supplies === 'at once') office.order(supplyNames);
  const answer = await Promise.race([first, ended]);
  if (typeof answer === 'string') throw new StageStartError(answer);
  if (answer.kind === 'failed') throw new StageStartError(answer.message);
  if (answer.kind === 'ready') writeDescription(answer.description);
  void ended.then((reason) => end(reason, 1));
}

async function end(reason: string, exitCode: number): Promise<never> {
  console.error(`${new Date().toISOString()} The stage ends: ${reason}`);
  await withLock('host', () => removeStage(claim));
  process.exit(exitCode);
}

function report(message: SupervisorReport): void {
  if (process.connected) process.send?.(message);
}
