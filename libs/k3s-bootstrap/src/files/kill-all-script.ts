import { quote } from '../shell/quote.ts';

/**
 * Stops k3s and all that runs in pods, and takes their network down. Of the packet filter only what Kubernetes made is
 * removed, chain by chain: the rest of the host's rules is not even read back.
 */
export function killAllScript(dataDirectory: string): string {
  return `#!/bin/sh
# Written by k3s-bootstrap. Ends k3s and every pod of this host; data stays.
[ "$(id -u)" = 0 ] || { echo "$0 must be run by root" >&2; exit 1; }
data=${quote(dataDirectory)}
export PATH="$PATH:/usr/sbin:/sbin:$data/data/current/bin:$data/data/current/bin/aux"

systemctl stop k3s.service 2>/dev/null
systemctl reset-failed k3s.service 2>/dev/null

# A shim is the parent of all processes of a pod.
tree() {
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do tree "$child"; done
  echo "$1"
}
shims() {
  for process in /proc/[0-9]*; do
    case $(readlink "$process/exe" 2>/dev/null) in
      "$data"/data/*/bin/containerd-shim*) echo "\${process#/proc/}" ;;
    esac
  done
}
for round in 1 2 3; do
  pids=$(for shim in $(shims); do tree "$shim"; done)
  [ -n "$pids" ] || break
  kill -9 $pids 2>/dev/null
  sleep 0.2
done

# Deepest first: one mount may hide others.
for below in /run/k3s "$data" /var/lib/kubelet/pods /var/lib/kubelet/plugins /run/netns/cni-; do
  awk -v below="$below" '$2 == below || index($2, below (below ~ /-$/ ? "" : "/")) == 1 { print $2 }' /proc/self/mounts |
    sort -r | while IFS= read -r mount; do umount -l "$(printf '%b' "$mount")" 2>/dev/null; done
done
for space in /run/netns/cni-*; do
  [ -e "$space" ] && ip netns delete "\${space#/run/netns/}"
done

for link in $(ip -o link show master cni0 2>/dev/null | awk -F': ' '{ sub(/@.*/, "", $2); print $2 }'); do
  ip link delete "$link" 2>/dev/null
done
for link in cni0 flannel.1 flannel-v6.1 flannel-wg flannel-wg-v6 kube-ipvs0; do
  ip link delete "$link" 2>/dev/null
done
rm -rf /var/lib/cni

# For each table: rules that lead into chains of Kubernetes, then these chains. One transaction a table.
for family in iptables ip6tables; do
  command -v "$family-save" >/dev/null 2>&1 || continue
  for table in nat filter mangle raw; do
    "$family-save" -t "$table" 2>/dev/null | awk -v table="$table" '
      /^:(KUBE-|CNI-|FLANNEL-)/ { name = substr($1, 2); flush = flush "-F " name "\\n"; remove = remove "-X " name "\\n" }
      /^-A (KUBE-|CNI-|FLANNEL-)/ { next }
      /^-A / && /(KUBE-|CNI-|CNI-HOSTPORT|FLANNEL-)/ { sub(/^-A/, "-D"); rules = rules $0 "\\n" }
      END { if (rules flush != "") printf "*%s\\n%s%s%sCOMMIT\\n", table, rules, flush, remove }
    ' | { plan=$(cat); [ -z "$plan" ] || printf '%s\\n' "$plan" | "$family-restore" --noflush; }
  done
done
# The same by nft, for a host that has it and no iptables, on which k3s used its own.
if command -v nft >/dev/null 2>&1; then
  for family in ip ip6; do
    for table in nat filter mangle raw; do
      nft -a list table $family $table 2>/dev/null | awk -v table="$family $table" '
        $1 == "chain" {
          chain = $2; ours = chain ~ /^(KUBE-|CNI-|FLANNEL-)/
          if (ours) { flush = flush "flush chain " table " " chain "\\n"; remove = remove "delete chain " table " " chain "\\n" }
          next
        }
        !ours && /(jump|goto) (KUBE-|CNI-|FLANNEL-)/ { rules = rules "delete rule " table " " chain " handle " $NF "\\n" }
        END { printf "%s%s%s", rules, flush, remove }
      ' | nft -f -
    done
    nft delete table $family kube-proxy 2>/dev/null
  done
fi
if command -v ipset >/dev/null 2>&1; then
  for set in $(ipset list -n 2>/dev/null | grep '^KUBE-'); do ipset destroy "$set" 2>/dev/null; done
fi
exit 0
`;
}
