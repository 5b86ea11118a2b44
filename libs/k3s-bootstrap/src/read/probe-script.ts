import { defaultChannelUrl, type K3sDesired } from '../desired/k3s-desired.ts';
import { startedWithCommand } from '../files/format-unit.ts';
import { dataDirectoryOf } from '../files/managed-files.ts';
import { identityCommand, paths } from '../files/paths.ts';
import { quote } from '../shell/quote.ts';

/** What every script of ours starts with: no surprises from the login's environment, nothing readable by others. */
export const scriptHead: string = `set -u
umask 077
export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`;

/** Ports that k3s cannot do without; etcd's only count when it runs. */
const requiredPorts: readonly number[] = [6443, 6444, 10250, 2379, 2380];

/** Shell that prints digests of the files k3s would start with now, as its unit notes them at a start. */
const startsWithCommand: string = startedWithCommand.replaceAll('%%', '%');

/** Shell functions that tell whether the cluster answers; the same for a look and for waiting. */
export const clusterFunctions: string = `answer() { fact "$1" "$(timeout 10 ${paths.binary} kubectl get --raw "$2" 2>/dev/null </dev/null)"; }
cluster() {
  answer readyz /readyz >"$work/readyz"
  answer nodes /api/v1/nodes >"$work/nodes" &
  answer account /api/v1/namespaces/default/serviceaccounts/default >"$work/account" &
  answer coredns /apis/apps/v1/namespaces/kube-system/deployments/coredns >"$work/coredns" &
  wait
  cat "$work/readyz" "$work/nodes" "$work/account" "$work/coredns"
}
service() {
  fact service "$(systemctl show k3s.service -p ActiveState,SubState,UnitFileState,NeedDaemonReload,Job,NRestarts)"
}`;

/** One NDJSON object for each fact; values in Base64, so that nothing they hold can break the line. */
export const factFunction: string = String.raw`fact() { printf '{"fact":"%s","value":"%s"}\n' "$1" "$(printf '%s' "$2" | base64 -w0)"; }`;

/** The whole look at the host: one script, nothing changed. The last line says that it ran to its end. */
export function probeScript(desired: K3sDesired, managedPaths: readonly string[]): string {
  const data = dataDirectoryOf(desired);
  return `${scriptHead}
${factFunction}
${clusterFunctions}
free() { at=$1; while [ ! -e "$at" ]; do at=$(dirname "$at"); done; df -Pk "$at" | awk 'NR == 2 { print $4 }'; }
# Hashing two hundred megabytes takes longer than all the rest; a file that nobody touched has the digest it had.
digest_of_binary() {
  read -r identity digest 2>/dev/null <${paths.verified} && [ "$identity" = "$(${identityCommand})" ] && echo "$digest" && return
  sha256sum ${paths.binary}
}
digests() { ${startsWithCommand}; true; }
main() {
exec </dev/null
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
data=${quote(data)}
${probeChannel(desired)}
if [ -x ${paths.binary} ]; then
  { fact binary "$(digest_of_binary)"; fact version "$(${paths.binary} --version 2>/dev/null)"; } >"$work/binary" &
fi
fact architecture "$(uname -m)"
fact hostname "$(uname -n)"
service
if systemctl -q is-active k3s.service; then cluster; fi
for path in ${managedPaths.map(quote).join(' ')}; do
  [ -f "$path" ] && fact file "$(sha256sum "$path") $(stat -c '%a %U:%G' "$path")"
done
for path in ${paths.configuration} ${paths.registries}; do
  [ -f "$path" ] && fact content "$path
$(cat "$path")"
done
for name in ${Object.keys(paths.links).join(' ')}; do
  fact link "$name $(readlink "/usr/local/bin/$name") $(command -v "$name")"
done
[ -f ${paths.state}/release.json ] && fact release "$(cat ${paths.state}/release.json)"
[ -f ${paths.startedWith} ] && fact startedWith "$(cat ${paths.startedWith})"
fact startsWith "$(digests)"
for partial in ${paths.staging}/*.partial; do
  [ -f "$partial" ] && fact partial "$(stat -c '%s %n' "$partial")"
done
[ -d "$data" ] && fact data "exists"
[ -d "$data/server/db/etcd" ] && fact etcd "exists"
[ -s "$data/server/token" ] && fact token "exists"
[ -e ${paths.restoring} ] && fact restoring yes
fact free "$(free "$data") $(free ${paths.binary})"
[ -d "$data/server/db/snapshots" ] && fact snapshots "$(cd "$data/server/db/snapshots" && stat -c '%s %n' -- * 2>/dev/null)"
for images in "$data"/agent/images/k3s-airgap-images-*.tar.zst; do
  [ -f "$images" ] && fact images "$(stat -c %s "$images")"
done
fact cgroups "$(cat /sys/fs/cgroup/cgroup.controllers /sys/fs/cgroup/unified/cgroup.controllers 2>/dev/null
awk '$1 == "memory" && $4 == 1 { print "memory" }' /proc/cgroups 2>/dev/null)"
fact route "$(awk '$2 == "00000000" && $8 == "00000000" { print }' /proc/net/route
awk '$1 ~ /^0+$/ && $2 == "00" && $10 != "lo" { print }' /proc/net/ipv6_route 2>/dev/null)"
fact ports "$(ss -Hltnp ${quote(requiredPorts.map((port) => `sport = :${port}`).join(' or '))} 2>/dev/null)"
wait
cat "$work/channel" "$work/binary" 2>/dev/null
fact end probe
}
main
`;
}

function probeChannel({ version, channelUrl = defaultChannelUrl }: K3sDesired): string {
  if (typeof version === 'string') return ':';
  const url = quote(`${channelUrl}/${encodeURIComponent(version.channel)}`);
  return `{ fact channel "$(curl -sS -o /dev/null --connect-timeout 5 --max-time 15 -w '%{http_code} %{redirect_url}' ${url} 2>&1)"; } >"$work/channel" &`;
}
