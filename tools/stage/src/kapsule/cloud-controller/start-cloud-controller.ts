import type { EmulatorCloud } from '@wescale/scaleway-emulator';
import type { ApiServer, KubernetesObject } from '@wescale/understudies';
import { reconcileLoop, watchKinds } from '@wescale/understudies';
import type { BlockVolumes } from '../block-volumes.ts';
import type { Claim, Node, Pod, Service, StorageClass, Volume } from './objects.ts';
import { createServiceReconciler } from './reconcile-services.ts';
import { createVolumeReconciler } from './reconcile-volumes.ts';

export interface CloudControllerOptions {
  api: ApiServer;
  cloud: EmulatorCloud;
  blockVolumes: BlockVolumes;
  clusterId: string;
  zone: string;
  onProblem: (message: string) => void;
}

export interface CloudController {
  /** Ends it; what it made stays. Resolves when nothing is under way any more. */
  stop(): Promise<void>;
}

/**
 * What Kapsule runs for a cluster beside its control plane: Scaleway's cloud controller and CSI driver. Services become
 * load balancers, claims become block volumes, and both go with them.
 */
export function startCloudController(options: CloudControllerOptions): CloudController {
  const { api, onProblem } = options;
  const over = new AbortController();
  const { signal } = over;
  const services = createServiceReconciler(options);
  const volumes = createVolumeReconciler(options);
  let said = '';
  // A control plane that is being replaced gives no answer for a while, to six watches, once a second.
  const problem = ({ message }: Error): void => {
    if (message !== said) onProblem(message);
    said = message;
  };
  const loops = [
    reconcileLoop(() => services.run(watched.objects.services.values(), all(watched.objects.nodes)), {
      signal,
      onProblem: problem,
    }),
    reconcileLoop(
      () =>
        volumes.run({
          claims: all(watched.objects.claims),
          volumes: all(watched.objects.volumes),
          classes: all(watched.objects.classes),
          pods: all(watched.objects.pods),
          nodes: all(watched.objects.nodes),
        }),
      { signal, onProblem: problem },
    ),
  ];
  const onChange = (): void => {
    for (const loop of loops) loop.trigger();
  };
  const watched = watchKinds<{
    services: Service;
    nodes: Node;
    pods: Pod;
    claims: Claim;
    volumes: Volume;
    classes: StorageClass;
  }>(
    api,
    {
      services: '/api/v1/services',
      nodes: '/api/v1/nodes',
      pods: '/api/v1/pods',
      claims: '/api/v1/persistentvolumeclaims',
      volumes: '/api/v1/persistentvolumes',
      classes: '/apis/storage.k8s.io/v1/storageclasses',
    },
    { signal, onChange, onProblem: problem },
  );
  return {
    async stop(): Promise<void> {
      over.abort();
      await Promise.all(loops.map((loop) => loop.idle()));
    },
  };
}

const all = <Kind extends KubernetesObject>(objects: ReadonlyMap<string, Kind>): Kind[] => [
  ...objects.values(),
];
