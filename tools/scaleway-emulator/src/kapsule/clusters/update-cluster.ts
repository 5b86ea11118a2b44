import { Type } from 'typebox';

import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { strict } from '../../http/schema.ts';
import { kapsuleRegionPath } from '../paths.ts';
import { autoscalerConfig, mergeAutoscalerConfig } from './autoscaler-config.ts';
import { autoUpgrade, readAutoUpgrade } from './cluster-schema.ts';
import { findSettledCluster } from './find-cluster.ts';
import { presentCluster } from './present-cluster.ts';

const body = strict({
  name: Type.Optional(Type.String({ minLength: 1 })),
  description: Type.Optional(Type.String()),
  tags: Type.Optional(Type.Array(Type.String())),
  autoscaler_config: Type.Optional(autoscalerConfig),
  auto_upgrade: Type.Optional(autoUpgrade),
  feature_gates: Type.Optional(Type.Array(Type.String())),
  admission_plugins: Type.Optional(Type.Array(Type.String())),
});

export const updateCluster: Route = route({
  method: 'PATCH',
  path: `${kapsuleRegionPath}/clusters/:clusterId`,
  fact: 'the call and its fields as @scaleway/sdk-k8s 1.8.0 makes them; the object of pool-basic#5',
  body,
  notPlayed: ['open_id_connect_config'],
  handle: (world, { params, body }) => {
    const cluster = findSettledCluster(world, params['clusterId']);
    // Assumption: a PATCH changes a cluster at once, and its status stays.
    cluster.name = body.name ?? cluster.name;
    cluster.description = body.description ?? cluster.description;
    cluster.tags = body.tags ?? cluster.tags;
    cluster.autoscalerConfig = mergeAutoscalerConfig(cluster.autoscalerConfig, body.autoscaler_config);
    if (body.auto_upgrade !== undefined) cluster.autoUpgrade = readAutoUpgrade(body.auto_upgrade);
    cluster.featureGates = body.feature_gates ?? cluster.featureGates;
    cluster.admissionPlugins = body.admission_plugins ?? cluster.admissionPlugins;
    cluster.updatedAt = world.clock.now();
    return ok(presentCluster(world, cluster));
  },
});
