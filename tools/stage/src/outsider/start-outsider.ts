import { StageNotFoundError, StageStartError } from '../errors.ts';
import { planOutsider } from '../network/address-plan.ts';
import { deleteNamespace, namespacesOf } from '../network/namespace.ts';
import { namespaceName, readClaim } from '../ownership/claim.ts';
import { withLock } from '../ownership/lock.ts';
import type { CommandResult } from '../run-command.ts';
import { runCommand, runIpBatch, tryCommand } from '../run-command.ts';
import type { PortAnswer } from './probe-ports.ts';
import { probeProgram } from './probe-ports.ts';

/** Somebody on the internet: a network that is neither the host's nor a machine's, with a way to the stage. */
export interface Outsider extends AsyncDisposable {
  address: string;
  /** File of its network namespace. */
  network: string;
  /** Tries TCP connections, all at once. A port that stays silent for `timeoutMs` is filtered. @default 1000 */
  probePorts<Port extends number>(
    address: string,
    ports: readonly Port[],
    options?: { timeoutMs?: number },
  ): Promise<Record<Port, PortAnswer>>;
  /** Runs a program in this network, on the files of the host. */
  run(command: string, args: readonly string[]): Promise<CommandResult>;
}

/**
 * Puts an outsider beside a stage that is up. It goes with its disposal or with the stage.
 *
 * @throws StageNotFoundError when there is no such stage
 * @example
 * await using outsider = await startOutsider(stage);
 * await outsider.probePorts(address, [22, 6443]); // { 22: 'open', 6443: 'filtered' }
 */
export async function startOutsider(stage: { name: string }): Promise<Outsider> {
  const claim = readClaim(stage.name);
  if (!claim) throw new StageNotFoundError(`there is no stage '${stage.name}'`);
  const { namespace, own, link } = await withLock('host', async () => {
    const taken = new Set(namespacesOf(stage.name));
    const visitor = firstFree((number) => !taken.has(namespaceName(stage.name, `out${number}`)));
    const namespace = namespaceName(stage.name, `out${visitor}`);
    const plan = planOutsider(claim.number, visitor);
    await runIpBatch([
      `netns add ${namespace}`,
      `link add out${visitor} netns ${namespaceName(stage.name)} type veth peer name eth0 netns ${namespace}`,
    ]);
    await runIpBatch(
      [`address add ${plan.stage}/30 dev out${visitor}`, `link set out${visitor} up`],
      namespaceName(stage.name),
    );
    await runIpBatch(
      [
        'link set lo up',
        `address add ${plan.own}/30 dev eth0`,
        'link set eth0 up',
        `route add default via ${plan.stage}`,
      ],
      namespace,
    );
    return { namespace, own: plan.own, link: `out${visitor}` };
  });
  const network = `/run/netns/${namespace}`;
  const run = (command: string, args: readonly string[]): Promise<CommandResult> =>
    tryCommand('nsenter', [`--net=${network}`, command, ...args]);
  return {
    address: own,
    network,
    run,
    async probePorts<Port extends number>(
      address: string,
      ports: readonly Port[],
      { timeoutMs = 1000 }: { timeoutMs?: number } = {},
    ): Promise<Record<Port, PortAnswer>> {
      const output = await runCommand('nsenter', [
        ...[`--net=${network}`, process.execPath, probeProgram],
        ...[address, String(timeoutMs), ...ports.map(String)],
      ]);
      return JSON.parse(output) as Record<Port, PortAnswer>;
    },
    async [Symbol.asyncDispose](): Promise<void> {
      await tryCommand('ip', ['-netns', namespaceName(stage.name), 'link', 'delete', link]);
      await deleteNamespace(namespace);
    },
  };
}

function firstFree(isFree: (number: number) => boolean): number {
  for (let number = 1; number <= 62; number += 1) if (isFree(number)) return number;
  throw new StageStartError('a stage has room for 62 outsiders');
}
