import { randomUUID } from 'node:crypto';
import { Type, type Static } from 'typebox';

import { checkQuota } from '../../account/quotas.ts';
import { minorOf } from '../../catalogue/kubernetes-versions.ts';
import { ok } from '../../http/answers.ts';
import { invalidArguments, notPlayed } from '../../http/api-error.ts';
import { checkProject } from '../../http/check-project.ts';
import { route, type Route } from '../../http/route.ts';
import { nullable, strict, uuid } from '../../http/schema.ts';
import type { Cluster } from '../../state/cluster.ts';
import type { World } from '../../state/world.ts';
import { findPrivateNetwork } from '../../vpc/private-networks/find-private-network.ts';
import { newPrivateNetwork } from '../../vpc/private-networks/new-private-network.ts';
import { defaultVpc } from '../../vpc/vpcs/default-vpc.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { checkNodeQuota } from '../pools/check-pool.ts';
import { newPool } from '../pools/new-pool.ts';
import { poolFields } from '../pools/pool-schema.ts';
import { prepareVersion } from '../versions/prepare-version.ts';
import { autoscalerConfig, defaultAutoscalerConfig, mergeAutoscalerConfig } from './autoscaler-config.ts';
import { autoUpgrade, readAutoUpgrade } from './cluster-schema.ts';
import { presentCluster } from './present-cluster.ts';
import { startCluster } from './start-cluster.ts';

const createBody = strict({
  name: Type.String({ minLength: 1 }),
  version: Type.String(),
  cni: Type.String(),
  project_id: Type.Optional(uuid()),
  type: Type.Optional(Type.String()),
  description: Type.Optional(Type.String()),
  tags: Type.Optional(Type.Array(Type.String())),
  pools: Type.Optional(nullable(Type.Array(poolFields))),
  autoscaler_config: Type.Optional(autoscalerConfig),
  auto_upgrade: Type.Optional(autoUpgrade),
  feature_gates: Type.Optional(Type.Array(Type.String())),
  admission_plugins: Type.Optional(Type.Array(Type.String())),
  apiserver_cert_sans: Type.Optional(Type.Array(Type.String())),
  private_network_id: Type.Optional(uuid()),
  pod_cidr: Type.Optional(Type.String()),
  service_cidr: Type.Optional(Type.String()),
  service_dns_ip: Type.Optional(Type.String()),
});

export const createCluster: Route = route({
  method: 'POST',
  path: `${kapsuleRegionPath}/clusters`,
  fact: 'facts/scaleway.md section 2: pool-basic#5, cluster-private-network#5; pools inside: test-get-kubeconfig-simple',
  body: createBody,
  notPlayed: ['open_id_connect_config', 'organization_id'],
  handle: async (world, { body }) => {
    checkProject(world, 'write', 'kubernetes_clusters', body);
    if (!['', 'kapsule', undefined].includes(body.type)) throw notPlayed(`clusters of type ${body.type}`);
    // Assumption: a version or a CNI that is not offered answers 400 invalid_arguments.
    if (!world.kubernetesVersions.includes(body.version)) {
      throw invalidArguments({ argument_name: 'version', reason: 'constraint' });
    }
    if (!minorOf(body.version).cnis.includes(body.cni)) {
      throw invalidArguments({ argument_name: 'cni', reason: 'constraint' });
    }
    await prepareVersion(world, body.version);
    checkQuota(world, 'k8s_clusters');
    const cluster = newCluster(world, body);
    // Each is checked before anything is on the books.
    // Assumption: two pools of one name inside a cluster's creation answer 400 invalid_arguments.
    const names = (body.pools ?? []).map(({ name }) => name);
    if (new Set(names).size < names.length) {
      throw invalidArguments({ argument_name: 'pools', reason: 'constraint' });
    }
    const pools = (body.pools ?? []).map((fields) => newPool(world, cluster, fields));
    checkNodeQuota(world, pools);
    const network =
      body.private_network_id === undefined
        ? clusterNetwork(world, cluster)
        : findPrivateNetwork(world, body.private_network_id);
    cluster.privateNetworkId = network.id;
    network.holders.add(cluster.id);
    world.clusters.set(cluster.id, cluster);
    startCluster(world, cluster, pools);
    return ok(presentCluster(world, cluster));
  },
});

function newCluster(world: World, body: Static<typeof createBody>): Cluster {
  const now = world.clock.now();
  return {
    id: randomUUID(),
    name: body.name,
    description: body.description ?? '',
    tags: body.tags ?? [],
    status: 'creating',
    version: body.version,
    cni: body.cni,
    privateNetworkId: '',
    autoscalerConfig: mergeAutoscalerConfig(defaultAutoscalerConfig, body.autoscaler_config),
    autoUpgrade: readAutoUpgrade(body.auto_upgrade ?? { enable: false }),
    featureGates: body.feature_gates ?? [],
    admissionPlugins: body.admission_plugins ?? [],
    apiserverCertSans: body.apiserver_cert_sans ?? [],
    iamNodesGroupId: '',
    podCidr: body.pod_cidr ?? '100.64.0.0/15',
    serviceCidr: body.service_cidr ?? '10.32.0.0/20',
    serviceDnsIp: body.service_dns_ip ?? '10.32.0.10',
    kubeconfig: null,
    apiOpen: false,
    // Assumption: a new cluster has one ACL rule, which lets everybody reach its API.
    acls: [{ id: randomUUID(), ip: '0.0.0.0/0', description: '' }],
    createdAt: now,
    updatedAt: now,
  };
}

/** A cluster that names no network gets one, which nobody deletes but its owner (facts/scaleway.md, section 3). */
function clusterNetwork(world: World, cluster: Cluster): ReturnType<typeof newPrivateNetwork> {
  // Assumption: the network made for a cluster is called `kapsule-` and the cluster's id, and has no tags.
  return newPrivateNetwork(world, {
    name: `kapsule-${cluster.id}`,
    tags: [],
    vpcId: defaultVpc(world).id,
  });
}
