import type { K3sConfiguration } from '../desired/k3s-configuration.ts';
import { ServiceFailedError, WaitExceededError } from '../errors.ts';
import { explainFailure } from '../failure/explain-failure.ts';
import type { K3sHost, WaitOptions } from '../host.ts';
import { missingOf } from '../plan/await-cluster.ts';
import { parseCluster, parseService } from '../read/parse-answers.ts';
import { parseFacts } from '../read/parse-probe.ts';
import { clusterFunctions, factFunction, scriptHead } from '../read/probe-script.ts';
import { pause } from './pause.ts';

const pollMs = 500;
/** A k3s that ends for a reason nobody knows is given this many more chances; some do recover. */
const unexplainedRestarts = 3;

export interface K3sWait extends WaitOptions {
  nodeName: string;
  version: string;
  configuration: K3sConfiguration;
  /** Seconds since 1970 by the host's clock; what the journal holds from before is not looked at. */
  since: number;
  timeoutMs: number;
}

/**
 * Waits until k3s serves: unit, API, node, default ServiceAccount, CoreDNS. A unit that ends again ends the waiting.
 *
 * @throws ServiceFailedError with the reason, WaitExceededError with what was missing.
 */
export async function waitForK3s(host: K3sHost, wait: K3sWait): Promise<void> {
  const { signal, onProgress } = wait;
  const started = performance.now();
  let said = '';
  for (;;) {
    const { stdout } = await host.run('/bin/sh -s', {
      stdin: pollScript(wait.since),
      during: 'see whether k3s serves',
      ...(signal && { signal }),
    });
    const { answers } = parseFacts(stdout);
    const service = parseService(answers.get('service')?.[0]);
    const cluster = parseCluster(answers);
    const missing = missingOf(
      { service, nodeName: wait.nodeName, ...(cluster && { cluster }) },
      wait.configuration,
      wait.version,
    );
    if (missing === undefined) return;
    const journal = answers.get('journal')?.[0]?.split('\n');
    if (journal) {
      const failure = explainFailure(journal);
      const isLost = service.state === 'failed' || service.restarts > unexplainedRestarts;
      if (failure.kind !== 'unknown' || isLost) throw new ServiceFailedError(host.host, failure, journal);
    }
    if (missing !== said) onProgress?.(`waiting for ${missing}`);
    said = missing;
    if (performance.now() - started > wait.timeoutMs)
      throw new WaitExceededError(host.host, missing, wait.timeoutMs);
    await pause(pollMs, signal);
  }
}

/** The journal comes only when the service has ended since: its start says much that looks like trouble and is none. */
function pollScript(since: number): string {
  return `${scriptHead}
${factFunction}
${clusterFunctions}
main() {
exec </dev/null
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
state=$(systemctl show k3s.service -p ActiveState,SubState --value | tr '\\n' ' ')
service
case $state in
  active*) cluster ;;
  failed* | *auto-restart*) fact journal "$(journalctl -q --no-pager -o cat -u k3s.service --since @${since} -n 200)" ;;
esac
}
main
`;
}
