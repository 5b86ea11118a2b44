import { pause } from './pause.ts';
import { ReadFailedError } from '../errors.ts';
import type { CommandResult, HostConnection } from '../connection/host-connection.ts';
import { checkResources, resourceId, type Resource } from '../resources/resource.ts';
import type { HostFacts, LockHolder } from './host-facts.ts';
import { parseProbe } from './parse-probe.ts';
import { probeScript } from './probe-script.ts';

export interface ReadOptions {
  signal?: AbortSignal;
  /** Where the host keeps lock, journal and marks; the same for reading and applying. @default '/var/lib/ssh-host' */
  stateDirectory?: string;
  /** How long to wait for an apply that is running, in milliseconds, before reading anyway. @default 0 */
  waitMs?: number;
  /** Called about once a second while waiting. */
  onWait?: (holder: LockHolder) => void;
}

export const defaultStateDirectory = '/var/lib/ssh-host';

/** The part of a connection that reading and applying need. */
export type Host = Pick<HostConnection, 'host' | 'run'>;

/**
 * Looks at everything these resources are decided upon, in one round trip, changing nothing.
 *
 * @throws InvalidResourceError for a description that makes no sense. @throws ReadFailedError when the host could not
 * be asked, ConnectionLostError when the link dropped.
 */
export async function readHost(
  host: Host,
  resources: readonly Resource[],
  options: ReadOptions = {},
): Promise<HostFacts> {
  checkResources(resources);
  const script = probeScript(resources, options.stateDirectory ?? defaultStateDirectory);
  const { signal } = options;
  const deadline = Date.now() + (options.waitMs ?? 0);
  for (;;) {
    const run = { stdin: script, during: `read ${resources.length} resources`, ...(signal && { signal }) };
    const facts = interpret(host, resources, await host.run('/bin/sh -s', run));
    if (!facts.runningApply || Date.now() >= deadline) return facts;
    options.onWait?.(facts.runningApply);
    await pause(Math.min(1000, deadline - Date.now()), signal);
  }
}

function interpret(host: Host, resources: readonly Resource[], result: CommandResult): HostFacts {
  const probe = parseProbe(result.stdout);
  if (result.exitCode !== 0 || !probe.isComplete)
    throw new ReadFailedError(
      `${host.host} could not be read (exit code ${result.exitCode}): ${result.stderr.trim() || 'no message'}`,
    );
  return { asked: resources.map(resourceId), ...probe.facts };
}
