import { quote } from '../shell/quote.ts';
import { paths } from './paths.ts';

/** Removes k3s, its data and its configuration, and at last itself. */
export function uninstallScript(dataDirectory: string): string {
  const links = Object.values(paths.links);
  return `#!/bin/sh
# Written by k3s-bootstrap. Removes k3s from this host with all data of its cluster.
[ "$(id -u)" = 0 ] || { echo "$0 must be run by root" >&2; exit 1; }
data=${quote(dataDirectory)}
systemctl disable k3s.service 2>/dev/null
${paths.killAll}
rm -f ${paths.unit} ${paths.environment}
rm -rf ${paths.unit}.d
systemctl daemon-reload
for link in ${links.join(' ')}; do
  case $(readlink "$link" 2>/dev/null) in k3s | ${paths.binary}) rm -f "$link" ;; esac
done
# A volume that is still mounted somewhere below is not followed.
rm -rf --one-file-system /etc/rancher/k3s /etc/rancher/node /run/k3s /run/flannel "$data" /var/lib/kubelet
rm -rf ${paths.staging} ${paths.state} /run/k3s-bootstrap
rmdir /etc/rancher /var/lib/rancher 2>/dev/null
rm -f ${paths.binary} ${paths.killAll} ${paths.uninstall}
exit 0
`;
}
