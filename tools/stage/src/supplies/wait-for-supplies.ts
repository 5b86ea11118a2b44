import { once } from 'node:events';
import http from 'node:http';
import { text } from 'node:stream/consumers';
import type { StageDescription } from '../stage/description.ts';
import { SupplyError } from './supply-desk.ts';
import { clusterSupplies } from './supply-names.ts';
import { supplyStates } from './supply-states.ts';
import type { SupplyName } from './supply.ts';

/** Path, on the server of releases, of what answers when a supply is made. No real server has it. */
export const supplyPath = '/_stage/supplies/';

/**
 * Resolves when what a cluster is made of can be fetched from a stage without waiting; has it made if nobody asked for
 * it yet. Programs that fetch give up sooner than a first build of Kubernetes takes.
 *
 * @throws SupplyError when one could not be made
 * @example
 * await waitForSupplies(stage, { onProgress: console.error });
 */
export async function waitForSupplies(
  stage: Pick<StageDescription, 'name' | 'releases'>,
  options: {
    /** @default all that one installation of k3s and Rancher asks for */
    names?: readonly SupplyName[];
    signal?: AbortSignal | undefined;
    /** Hears what is awaited, whenever there is something new to say. */
    onProgress?: ((message: string) => void) | undefined;
  } = {},
): Promise<void> {
  const names = options.names ?? clusterSupplies;
  const stop = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, stop.signal]) : stop.signal;
  const { origin } = new URL(stage.releases.k3sChannelUrl);
  let last = '';
  const timer = setInterval(() => {
    const message = describe(stage.name, names);
    if (message !== '' && message !== last) options.onProgress?.(message);
    last = message;
  }, 250);
  try {
    await Promise.all(
      names.map((name) => waitForOne(`${origin}${supplyPath}${encodeURIComponent(name)}`, signal)),
    );
  } catch (cause) {
    options.signal?.throwIfAborted();
    if (cause instanceof SupplyError) throw cause;
    throw new SupplyError(
      `the stage '${stage.name}' gives no answer at ${origin}: ${(cause as Error).message}; ` +
        'see whether it is up with nx run stage:status',
      { cause },
    );
  } finally {
    clearInterval(timer);
    stop.abort();
  }
}

function describe(stage: string, names: readonly SupplyName[]): string {
  const making = supplyStates
    .read(stage)
    .filter(({ name, state }) => state === 'being made' && names.includes(name));
  if (making.length === 0) return '';
  const latest = making.flatMap(({ message }) => message ?? []).at(0);
  const what = making.map(({ name }) => name).join(', ');
  return `The stage is making ${what}${latest === undefined ? '' : ` (${latest})`}`;
}

/** Without a limit in time, which `fetch` would have. */
async function waitForOne(url: string, signal: AbortSignal): Promise<void> {
  const request = http.get(url, { signal, agent: false });
  const [answer] = (await once(request, 'response')) as [http.IncomingMessage];
  const said = await text(answer);
  if (answer.statusCode !== 200) throw new SupplyError(said.trim());
}
