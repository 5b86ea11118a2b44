import type { EmulatorCloud } from '@wescale/scaleway-emulator';
import type { ApiServer, KubernetesObject, WatchedObjects } from '@wescale/understudies';
import { reconcileLoop, watchObjects } from '@wescale/understudies';
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
  const watch = <Kind extends KubernetesObject>(path: string): WatchedObjects<Kind> =>
    watchObjects<Kind>(api, path, { signal, onChange, onProblem: problem });
  const loops = [
    reconcileLoop(() => services.run(watched.services.objects.values(), all(watched.nodes)), {
      signal,
      onProblem: problem,
    }),
    reconcileLoop(
      () =>
        volumes.run({
          claims: all(watched.claims),
          volumes: all(watched.volumes),
          classes: all(watched.classes),
          pods: all(watched.pods),
          nodes: all(watched.nodes),
        }),
      { signal, onProblem: problem },
    ),
  ];
  let isListed = false;
  function onChange(): void {
    // Before all is known, what is missing could be taken for what is gone.
    if (isListed) for (const loop of loops) loop.trigger();
  }
  const watched = {
    services: watch<Service>('/api/v1/services'),
    nodes: watch<Node>('/api/v1/nodes'),
    pods: watch<Pod>('/api/v1/pods'),
    claims: watch<Claim>('/api/v1/persistentvolumeclaims'),
    volumes: watch<Volume>('/api/v1/persistentvolumes'),
    classes: watch<StorageClass>('/apis/storage.k8s.io/v1/storageclasses'),
  };
  void Promise.all(Object.values(watched).map(({ listed }) => listed)).then(() => {
    isListed = true;
    onChange();
  });
  return {
    async stop(): Promise<void> {
      over.abort();
      await Promise.all(loops.map((loop) => loop.idle()));
    },
  };
}

const all = <Kind extends KubernetesObject>({ objects }: WatchedObjects<Kind>): Kind[] => [
  ...objects.values(),
];
