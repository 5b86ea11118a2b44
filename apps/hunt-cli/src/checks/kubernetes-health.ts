import type { Finding } from './check.ts';

/** What the host says of its Kubernetes, as part of the one trip that asks for everything. */
export interface KubernetesHealth {
  /** k3s is installed. */
  isThere: boolean;
  /** Of each node: its name, and whether it is Ready. */
  nodes: { name: string; isReady: boolean }[];
  /** Pods that neither run nor have ended well, as `namespace/name (reason)`; undefined when nobody could say. */
  unwellPods: string[] | undefined;
}

/** Prints the fields of {@link parseKubernetesHealth}. */
export const kubernetesScript = `
if [ -x /usr/local/bin/k3s ]; then
  echo k3s=yes
  echo "nodes=$(timeout 10 k3s kubectl get nodes --no-headers 2>/dev/null | awk '{ printf "%s:%s ", $1, $2 }')"
  pods=$(timeout 10 k3s kubectl get pods -A --no-headers 2>/dev/null) && echo "pods=$(echo "$pods" | awk 'NF == 0 || $4 == "Completed" { next } { split($3, ready, "/") } $4 != "Running" || ready[1] != ready[2] { printf "%s/%s:%s ", $1, $2, $4 }')"
fi
`;

export function parseKubernetesHealth(fields: ReadonlyMap<string, string>): KubernetesHealth {
  const words = (name: string) => (fields.get(name) ?? '').split(' ').filter((word) => word !== '');
  return {
    isThere: fields.get('k3s') === 'yes',
    nodes: words('nodes').map((word) => {
      const [name = '', state = ''] = word.split(':');
      return { name, isReady: state === 'Ready' };
    }),
    unwellPods: fields.has('pods') ? words('pods').map((word) => word.replace(/:(.*)$/, ' ($1)')) : undefined,
  };
}

/** What of it deserves attention (pure). */
export function judgeKubernetesHealth({ isThere, nodes, unwellPods }: KubernetesHealth): Finding[] {
  const remedy = 'see why with: hunt logs k3s; hunt core repairs what it can';
  if (!isThere)
    return [{ check: 'kubernetes', ok: false, message: 'there is no k3s yet', remedy: 'run hunt core' }];
  if (nodes.length === 0)
    return [{ check: 'kubernetes', ok: false, message: 'its API does not answer on the host', remedy }];
  const unready = nodes.filter(({ isReady }) => !isReady).map(({ name }) => name);
  const names = nodes.map(({ name }) => name).join(', ');
  return [
    {
      check: 'kubernetes',
      ok: unready.length === 0,
      message: unready.length === 0 ? `${names} is ready` : `not ready: ${unready.join(', ')}`,
      remedy,
    },
    judgePods(unwellPods),
  ];
}

function judgePods(unwell: string[] | undefined): Finding {
  if (unwell === undefined)
    return {
      check: 'pods',
      ok: false,
      message: 'they could not be listed',
      remedy: 'try again; if it stays: hunt logs k3s',
    };
  return {
    check: 'pods',
    ok: unwell.length === 0,
    message: unwell.length === 0 ? 'all run' : `not well: ${unwell.join(', ')}`,
    remedy: 'see why with: hunt kubeconfig -- kubectl get events -A',
  };
}
