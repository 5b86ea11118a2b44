import type { K3sChange, K3sDesired } from '@wescale/k3s-bootstrap';
import type { Hunt } from '../configuration/hunt-schema.ts';
import type { Internet } from '../environment/internet.ts';
import { kubernetesOfRancher } from '../rancher/rancher-release.ts';
import { beginLowerCase } from '../run/begin-lower-case.ts';
import type { PlannedChange } from '../run/hunt-event.ts';

/**
 * k3s of the game master. Of what k3s brings along, only the cluster's own name service is wanted: nginx on the host
 * is the way in, and one node needs neither a load balancer nor volumes of its own.
 */
export function huntK3s(
  { k3s, system, rancher }: Hunt,
  { k3sReleases, registryMirror }: Internet,
): K3sDesired {
  const rancherRange = kubernetesOfRancher(rancher.version);
  return {
    version: k3s.version,
    ...k3sReleases,
    configuration: {
      'node-name': system.hostName,
      'write-kubeconfig-mode': '0600',
      disable: ['traefik', 'servicelb', 'local-storage', 'metrics-server'],
    },
    ...(registryMirror === undefined
      ? {}
      : { registries: { mirrors: { '*': { endpoint: [registryMirror] } } } }),
    ...(rancherRange === undefined
      ? {}
      : { requirements: [{ name: `rancher ${rancher.version}`, range: rancherRange }] }),
  };
}

const actions: Record<K3sChange['action'], PlannedChange['action']> = {
  install: 'create',
  upgrade: 'update',
  // Its program is replaced, and nothing that anybody would miss.
  reinstall: 'update',
  images: 'create',
  link: 'create',
  write: 'update',
  remove: 'delete',
  enable: 'update',
  start: 'run',
  restart: 'restart',
  await: 'run',
};

/** A change of k3s as hunt shows it. */
export function toPlannedChange({ action, subject, summary, reason }: K3sChange): PlannedChange {
  return {
    action: actions[action],
    resource: `k3s:${subject}`,
    summary: beginLowerCase(summary),
    reason,
  };
}
