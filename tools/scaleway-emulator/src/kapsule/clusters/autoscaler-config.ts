import { Type, type TUnsafe } from 'typebox';

import { nullable, strict } from '../../http/schema.ts';
import type { Cluster } from '../../state/cluster.ts';

type AutoscalerConfig = Record<string, string | number | boolean | null>;

const schema = strict({
  scale_down_disabled: Type.Optional(nullable(Type.Boolean())),
  scale_down_delay_after_add: Type.Optional(nullable(Type.String())),
  estimator: Type.Optional(Type.Enum(['unknown_estimator', 'binpacking'])),
  expander: Type.Optional(
    Type.Enum(['unknown_expander', 'random', 'most_pods', 'least_waste', 'priority', 'price']),
  ),
  ignore_daemonsets_utilization: Type.Optional(nullable(Type.Boolean())),
  balance_similar_node_groups: Type.Optional(nullable(Type.Boolean())),
  expendable_pods_priority_cutoff: Type.Optional(nullable(Type.Integer())),
  scale_down_unneeded_time: Type.Optional(nullable(Type.String())),
  scale_down_utilization_threshold: Type.Optional(nullable(Type.Number())),
  max_graceful_termination_sec: Type.Optional(nullable(Type.Integer())),
  skip_nodes_with_local_storage: Type.Optional(nullable(Type.Boolean())),
  log_level: Type.Optional(nullable(Type.Integer())),
});

/** As recorded: every field may be null, and the enums may be unknown [cluster-private-network#5]. */
export const autoscalerConfig: TUnsafe<AutoscalerConfig> = Type.Unsafe<AutoscalerConfig>(schema);

/** What a cluster has that says nothing else. */
export const defaultAutoscalerConfig: Cluster['autoscalerConfig'] = {
  scale_down_disabled: false,
  scale_down_delay_after_add: '10m',
  estimator: 'binpacking',
  expander: 'random',
  ignore_daemonsets_utilization: false,
  balance_similar_node_groups: false,
  expendable_pods_priority_cutoff: 0,
  scale_down_unneeded_time: '10m',
  scale_down_utilization_threshold: 0.5,
  max_graceful_termination_sec: 0,
  skip_nodes_with_local_storage: false,
  log_level: 2,
};

/** Takes over what is said: neither null nor unknown. */
export function mergeAutoscalerConfig(
  before: Cluster['autoscalerConfig'],
  sent: AutoscalerConfig | undefined,
): Cluster['autoscalerConfig'] {
  const said = Object.entries(sent ?? {}).filter(
    ([, value]) => value !== null && !String(value).startsWith('unknown_'),
  );
  return { ...before, ...(Object.fromEntries(said) as Cluster['autoscalerConfig']) };
}
