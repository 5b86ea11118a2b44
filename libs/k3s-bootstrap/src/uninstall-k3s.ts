import { defaultDataDirectory } from './desired/k3s-desired.ts';
import { NotRemovedError } from './errors.ts';
import { killAllScript } from './files/kill-all-script.ts';
import { paths } from './files/paths.ts';
import { uninstallScript } from './files/uninstall-script.ts';
import type { K3sHost, WaitOptions } from './host.ts';
import { factFunction, scriptHead } from './read/probe-script.ts';
import { parseFacts } from './read/parse-probe.ts';
import { quote } from './shell/quote.ts';

export interface UninstallK3sOptions extends WaitOptions {
  /** Where the data is, if not at k3s's own place. @default '/var/lib/rancher/k3s' */
  dataDirectory?: string;
}

/**
 * Removes k3s with all data of its cluster: program, unit, configuration, data, network, its rules in the packet
 * filter. Of a host that has no k3s nothing is removed. Who wants the data back takes a back-up before.
 *
 * @throws NotRemovedError when something of it is still there.
 */
export async function uninstallK3s(host: K3sHost, options: UninstallK3sOptions = {}): Promise<void> {
  const { dataDirectory = defaultDataDirectory, signal, onProgress } = options;
  onProgress?.(`removing k3s from ${host.host}`);
  const { stdout, stderr } = await host.run('/bin/sh -s', {
    stdin: removalScript(dataDirectory),
    during: 'remove k3s',
    ...(signal && { signal }),
  });
  const { isComplete, answers } = parseFacts(stdout);
  const left = (answers.get('left')?.[0] ?? '').split('\n').filter((line) => line !== '');
  if (!isComplete || left.length > 0)
    throw new NotRemovedError(host.host, left, stderr.trim() && `; ${stderr.trim()}`);
}

/** Our own text of both scripts runs, whoever installed k3s; theirs are removed by it. */
function removalScript(dataDirectory: string): string {
  const base64 = (text: string): string => quote(Buffer.from(text).toString('base64'));
  const traces = [
    ...[paths.binary, paths.staging, paths.killAll, paths.uninstall, paths.unit, paths.environment],
    ...[
      paths.state,
      '/run/k3s-bootstrap',
      '/etc/rancher/k3s',
      dataDirectory,
      '/var/lib/kubelet',
      '/var/lib/cni',
    ],
    ...['/run/k3s', '/run/flannel'],
  ];
  return `${scriptHead}
${factFunction}
main() {
exec </dev/null
trap '' PIPE
for script in ${paths.killAll} ${paths.uninstall}; do rm -f "$script"; done
printf %s ${base64(killAllScript(dataDirectory))} | base64 -d >${paths.killAll}
printf %s ${base64(uninstallScript(dataDirectory))} | base64 -d >${paths.uninstall}
chmod 755 ${paths.killAll} ${paths.uninstall}
${paths.uninstall} >/dev/null
fact left "$(
  for trace in ${traces.map(quote).join(' ')}; do [ -e "$trace" ] && echo "$trace"; done
  for link in cni0 flannel.1; do [ -e "/sys/class/net/$link" ] && echo "network interface $link"; done
  [ "$(systemctl show k3s.service -p ActiveState --value)" = inactive ] || echo k3s.service
)"
fact end removal
}
main
`;
}
