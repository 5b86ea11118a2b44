import { Type, type TInteger, type TUnsafe } from 'typebox';

import { strict, uuid } from '../../http/schema.ts';

/** What can change about a pool. */
export interface PoolChanges {
  autoscaling?: boolean;
  size?: number;
  min_size?: number;
  max_size?: number;
  autohealing?: boolean;
  tags?: string[];
  kubelet_args?: Record<string, string>;
  upgrade_policy?: { max_unavailable?: number; max_surge?: number };
}

/** What a pool is made of. */
export interface PoolFields extends PoolChanges {
  name: string;
  node_type: string;
  size: number;
  container_runtime?: string;
  zone?: string;
  root_volume_type?: string;
  root_volume_size?: number;
  public_ip_disabled?: boolean;
  security_group_id?: string;
}

const count = (): TInteger => Type.Integer({ minimum: 0, maximum: 500 });

const changes = {
  autoscaling: Type.Optional(Type.Boolean()),
  size: Type.Optional(count()),
  min_size: Type.Optional(count()),
  max_size: Type.Optional(count()),
  autohealing: Type.Optional(Type.Boolean()),
  tags: Type.Optional(Type.Array(Type.String())),
  kubelet_args: Type.Optional(Type.Record(Type.String(), Type.String())),
  upgrade_policy: Type.Optional(
    strict({
      max_unavailable: Type.Optional(Type.Integer({ minimum: 0 })),
      max_surge: Type.Optional(Type.Integer({ minimum: 0 })),
    }),
  ),
};

export const poolChanges: TUnsafe<PoolChanges> = Type.Unsafe<PoolChanges>(strict(changes));

/** As in pool-basic#12; the same inside a cluster's creation. */
export const poolFields: TUnsafe<PoolFields> = Type.Unsafe<PoolFields>(
  strict({
    ...changes,
    name: Type.String({ minLength: 1 }),
    node_type: Type.String(),
    size: count(),
    container_runtime: Type.Optional(Type.Enum(['unknown_runtime', 'containerd'])),
    zone: Type.Optional(Type.String()),
    root_volume_type: Type.Optional(
      Type.Enum(['default_volume_type', 'l_ssd', 'b_ssd', 'sbs_5k', 'sbs_15k']),
    ),
    root_volume_size: Type.Optional(Type.Integer({ minimum: 20_000_000_000, maximum: 10_000_000_000_000 })),
    public_ip_disabled: Type.Optional(Type.Boolean()),
    security_group_id: Type.Optional(uuid()),
  }),
);
