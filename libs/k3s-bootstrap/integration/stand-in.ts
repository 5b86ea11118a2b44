/**
 * A shell script in the place of k3s, for what no real one shows on demand: failures at its start, and downloads of
 * many versions. It answers the few commands that the library gives, and takes `/etc/stand-in` for its mood.
 */
export function standIn(version: string, sizeBytes = 0): Buffer {
  const script = `#!/bin/sh
# k3s ${version}
mood=$(cat /etc/stand-in 2>/dev/null)
case "$1" in
  --version) echo "k3s version ${version} (stand-in)"; echo 'go version go1.0'; exit 0 ;;
  server)
    case $mood in
      fatal*) echo "time=now level=info msg=Starting" >&2; echo "time=now level=fatal msg=\\"\${mood#fatal }\\"" >&2; exit 1 ;;
      silent) sleep 600 & echo $! >/run/stand-in.pid; wait ;;
    esac
    mkdir -p /var/lib/rancher/k3s/server/db/etcd
    echo token >/var/lib/rancher/k3s/server/token
    sleep 86400 & child=$!
    trap 'kill $child; exit 0' TERM
    systemd-notify --ready --pid=$$
    wait ;;
  kubectl)
    [ "$mood" = 'not ready' ] && { [ "$4" = /readyz ] && echo ok; exit 0; }
    case $4 in
      /readyz) printf ok ;;
      /api/v1/nodes) echo '{"items":[{"metadata":{"name":"debian"},"status":{"conditions":[{"type":"Ready","status":"True"}],"nodeInfo":{"kubeletVersion":"${version}"}}}]}' ;;
      */serviceaccounts/default) echo '{"kind":"ServiceAccount"}' ;;
      */deployments/coredns) echo '{"status":{"conditions":[{"type":"Available","status":"True"}]}}' ;;
    esac ;;
  *) echo "unknown command $1" >&2; exit 1 ;;
esac
exit 0
`;
  // Whatever stands after the exit is never read; it makes the file as large as a download has to be.
  return Buffer.concat([Buffer.from(script), Buffer.alloc(sizeBytes, `# padding of ${version}\n`)]);
}
