import type { EmulatorCloud } from '@wescale/scaleway-emulator';
import { mergeObject } from '@wescale/understudies';
import type { ApiServer } from '@wescale/understudies';
import type { Node, Service } from './objects.ts';
import type { WantedLoadBalancer } from './plan-service.ts';
import { idAnnotation, loadBalancerFinalizer, planFrontends, readService } from './plan-service.ts';
import { createWarnings } from './warn-of.ts';

export interface ServiceReconciler {
  /** Brings load balancers to what Services and nodes ask for now. */
  run(services: Iterable<Service>, nodes: readonly Node[]): Promise<void>;
}

interface KnownLoadBalancer {
  id: string;
  address: string;
  /** Whether its address came with it, and goes with it. */
  ownsIp: boolean;
  /** What it forwards, as JSON. */
  forwards: string;
}

/** What Scaleway's cloud controller does for Services of type LoadBalancer. */
export function createServiceReconciler(options: {
  api: ApiServer;
  cloud: EmulatorCloud;
  clusterId: string;
  zone: string;
}): ServiceReconciler {
  const { api, cloud, clusterId, zone } = options;
  /** By the Service's UID. */
  const known = new Map<string, KnownLoadBalancer>();
  const warn = createWarnings(api, 'service-controller');

  async function provide(
    service: Service,
    wanted: WantedLoadBalancer & { kind: 'wanted' },
    nodes: readonly Node[],
  ): Promise<void> {
    const { uid = '', name, finalizers = [], annotations } = service.metadata;
    if (!finalizers.includes(loadBalancerFinalizer))
      await mergeObject(api, pathOf(service), {
        metadata: { finalizers: [...finalizers, loadBalancerFinalizer] },
      });
    let loadBalancer = known.get(uid);
    if (loadBalancer === undefined) {
      const made =
        (await cloud.findLoadBalancer({ clusterId, name: uid })) ??
        (await cloud.createLoadBalancer({ clusterId, name: uid, serviceName: name, ...wanted.order }));
      loadBalancer = { ...made, ownsIp: wanted.order.ipId === undefined, forwards: '' };
      known.set(uid, loadBalancer);
    }
    const { id, address } = loadBalancer;
    if (annotations?.[idAnnotation] !== `${zone}/${id}`)
      await mergeObject(api, pathOf(service), {
        metadata: { annotations: { [idAnnotation]: `${zone}/${id}` } },
      });
    const frontends = planFrontends(service, nodes);
    const forwards = JSON.stringify(frontends);
    if (forwards !== loadBalancer.forwards) {
      await cloud.setLoadBalancer(id, { frontends });
      loadBalancer.forwards = forwards;
    }
    const shown = service.status?.loadBalancer?.ingress ?? [];
    if (shown.length !== 1 || shown[0]?.ip !== address)
      await mergeObject(api, `${pathOf(service)}/status`, {
        status: { loadBalancer: { ingress: [{ ip: address, ipMode: 'VIP' }] } },
      });
  }

  async function withdraw(service: Service): Promise<void> {
    const { uid = '', finalizers = [], annotations, deletionTimestamp } = service.metadata;
    const loadBalancer = known.get(uid);
    const said = loadBalancer?.id ?? annotations?.[idAnnotation]?.split('/').at(-1);
    if (said === undefined && !finalizers.includes(loadBalancerFinalizer)) return;
    // One may have been made whose answer was lost.
    const id = said ?? (await cloud.findLoadBalancer({ clusterId, name: uid }))?.id;
    if (id !== undefined) await cloud.deleteLoadBalancer(id, { releaseIp: loadBalancer?.ownsIp ?? true });
    known.delete(uid);
    if (deletionTimestamp === undefined)
      await mergeObject(api, `${pathOf(service)}/status`, { status: { loadBalancer: { ingress: null } } });
    await mergeObject(api, pathOf(service), {
      metadata: {
        finalizers: finalizers.filter((name) => name !== loadBalancerFinalizer),
        annotations: { [idAnnotation]: null },
      },
    });
  }

  return {
    async run(services, nodes): Promise<void> {
      const all = [...services];
      await Promise.all(
        all.map(async (service) => {
          const wanted = readService(service);
          if (wanted.kind === 'wanted') await provide(service, wanted, nodes);
          else if (wanted.kind === 'none') await withdraw(service);
          else {
            const message = `Error syncing load balancer: ${wanted.why}`;
            await warn({ ...service, kind: 'Service' }, 'SyncLoadBalancerFailed', message);
          }
        }),
      );
    },
  };
}

const pathOf = ({ metadata }: Service): string =>
  `/api/v1/namespaces/${metadata.namespace ?? ''}/services/${metadata.name}`;
