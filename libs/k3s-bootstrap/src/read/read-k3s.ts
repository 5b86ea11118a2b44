import { checkDesired } from '../desired/check-desired.ts';
import type { K3sDesired } from '../desired/k3s-desired.ts';
import { ReadFailedError } from '../errors.ts';
import { managedFiles } from '../files/managed-files.ts';
import type { K3sHost, WaitOptions } from '../host.ts';
import type { K3sFacts } from './k3s-facts.ts';
import { interpretProbe, parseFacts } from './parse-probe.ts';
import { probeScript } from './probe-script.ts';

/**
 * Looks at everything that plans are made from, in one round trip, changing nothing. A channel that is wished for is
 * asked by the host, which is to download from the same place.
 *
 * @throws DesiredInvalidError for wishes that make no sense, ReadFailedError when the look was cut short.
 * @example
 * const plan = planK3s(await readK3s(host, desired), desired);
 */
export async function readK3s(
  host: K3sHost,
  desired: K3sDesired,
  options: WaitOptions = {},
): Promise<K3sFacts> {
  checkDesired(desired);
  options.onProgress?.(`looking at k3s on ${host.host}`);
  const script = probeScript(
    desired,
    managedFiles(desired).map(({ path }) => path),
  );
  const { stdout, stderr, exitCode } = await host.run('/bin/sh -s', {
    stdin: script,
    during: 'look at k3s',
    ...(options.signal && { signal: options.signal }),
  });
  const { isComplete, answers } = parseFacts(stdout);
  if (!isComplete) {
    const detail = stderr.trim() || `its shell ended with ${exitCode}`;
    throw new ReadFailedError(`${host.host} did not say all that was asked: ${detail}; is the login root's?`);
  }
  return interpretProbe(host.host, answers, desired);
}
