import { dataDirectoryOf } from '../files/managed-files.ts';
import { LockHeldError, NotConvergedError } from '../errors.ts';
import type { K3sHost, WaitOptions } from '../host.ts';
import type { K3sPlan } from '../plan/k3s-change.ts';
import { planK3s } from '../plan/plan-k3s.ts';
import type { K3sFacts } from '../read/k3s-facts.ts';
import { readK3s } from '../read/read-k3s.ts';
import { checkUpgrade } from '../version/check-upgrade.ts';
import { applyScript, changesProgram, imagesPartialPath, partialPath } from './apply-script.ts';
import { awaitLock } from './await-lock.ts';
import { runScript } from './run-script.ts';
import { sendFile } from './send-file.ts';
import { waitForK3s } from './wait-for-k3s.ts';

export interface ApplyK3sOptions extends WaitOptions {
  /** How long k3s may take to serve once it was started, in milliseconds. @default 300 000 */
  timeoutMs?: number;
  /**
   * How long another run that changes this host may take to end, in milliseconds: it may be one of your own whose
   * connection broke, which goes on to its end. 0: not waited for. @default 300 000
   */
  lockTimeoutMs?: number;
}

/**
 * Carries a plan out, waits until k3s serves, and looks again. It may be killed at any moment: the next run finds what
 * is left to do, down to the byte at which a download ended. Of a plan that had to wait for another run, what is then
 * left to do is done.
 *
 * @returns what the last look found. @throws what can go wrong has a class of its own, see the table in the README.
 * @example
 * const facts = await applyK3s(host, planK3s(await readK3s(host, desired), desired), { onProgress: console.error });
 */
export async function applyK3s(
  host: K3sHost,
  plan: K3sPlan,
  options: ApplyK3sOptions = {},
): Promise<K3sFacts> {
  const { desired } = plan;
  const { signal, onProgress, timeoutMs = 300_000, lockTimeoutMs = 300_000 } = options;
  const waiting: WaitOptions = { ...(signal && { signal }), ...(onProgress && { onProgress }) };
  if (plan.changes.length > 0) {
    const before = await readK3s(host, desired, waiting);
    try {
      await changeK3s(host, plan, before, { ...waiting, timeoutMs });
    } catch (error) {
      if (!(error instanceof LockHeldError)) throw error;
      await awaitLock(host, error, lockTimeoutMs, waiting);
      const now = await readK3s(host, desired, waiting);
      const rest = planK3s(now, desired);
      if (rest.changes.length > 0) await changeK3s(host, rest, now, { ...waiting, timeoutMs });
    }
  }
  const after = await readK3s(host, desired, waiting);
  const left = planK3s(after, desired).changes;
  if (left.length > 0) throw new NotConvergedError(host.host, left);
  return after;
}

async function changeK3s(
  host: K3sHost,
  plan: K3sPlan,
  before: K3sFacts,
  { timeoutMs, ...waiting }: WaitOptions & { timeoutMs: number },
): Promise<void> {
  // The host may have moved on since the plan was made; what must never happen is looked at again.
  if (before.binary) checkUpgrade(host.host, before.binary.version, plan.version);
  await sendFiles(host, plan, waiting);
  const answers = await runScript(host, applyScript(plan, before), 'change k3s', waiting);
  const isStarted = plan.changes.some(({ action }) => action === 'start' || action === 'restart');
  const now = Number(answers.get('done')?.[0] ?? 0);
  await waitForK3s(host, {
    ...waiting,
    nodeName: before.nodeName,
    version: plan.version,
    configuration: plan.desired.configuration,
    since: isStarted ? now : now - 600,
    timeoutMs,
  });
}

async function sendFiles(host: K3sHost, plan: K3sPlan, options: WaitOptions): Promise<void> {
  const { airGap } = plan.desired;
  if (airGap?.binary && changesProgram(plan))
    await sendFile(host, airGap.binary, partialPath(plan.version), options);
  const hasImages = plan.changes.some(({ action }) => action === 'images');
  if (airGap?.images && airGap.images !== 'release' && hasImages)
    await sendFile(
      host,
      airGap.images,
      imagesPartialPath(plan.version, dataDirectoryOf(plan.desired)),
      options,
    );
}
