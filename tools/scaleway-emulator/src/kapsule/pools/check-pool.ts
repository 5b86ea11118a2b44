import { checkQuota, serverQuotum } from '../../account/quotas.ts';
import { commercialTypes } from '../../catalogue/commercial-types.ts';
import { kubeletArguments } from '../../catalogue/kubernetes-versions.ts';
import { invalidArguments, notPlayed, type ApiError } from '../../http/api-error.ts';
import type { Pool } from '../../state/pool.ts';
import type { World } from '../../state/world.ts';
import { nodesOf } from './pools-of.ts';

const refuse = (argument: string): ApiError =>
  invalidArguments({ argument_name: argument, reason: 'constraint' });

/** Too little memory for a node, says @scaleway/sdk-k8s 1.8.0. */
const tooSmall = ['DEV1-S', 'PLAY2-PICO', 'STARDUST1-S'];

/** `pro2_xxs` is the commercial type PRO2-XXS [pool-basic#12, #23]. */
export const commercialTypeOf = (nodeType: string): string => nodeType.toUpperCase().replaceAll('_', '-');

export function checkNodeType(nodeType: string): void {
  const name = commercialTypeOf(nodeType);
  const type = commercialTypes.find((one) => one.name === name);
  // Assumption: a node type that is unknown or too small answers 400 invalid_arguments.
  if (type === undefined || tooSmall.includes(name)) throw refuse('node_type');
  if (type.arch !== 'x86_64') throw notPlayed(`nodes of type ${nodeType}`);
}

export function checkPlace(world: World, zone: string | undefined, volumeType: string | undefined): void {
  if (zone !== undefined && zone !== world.zone) throw notPlayed(`pools in zone ${zone}, only ${world.zone}`);
  if (volumeType === 'l_ssd' || volumeType === 'b_ssd') throw notPlayed(`root volumes of type ${volumeType}`);
}

/** Room for further nodes; those that are ordered and not there yet count. */
export function checkNodeQuota(world: World, further: readonly { nodeType: string; size: number }[]): void {
  const pools = [...world.pools.values()].filter(({ status }) => status !== 'deleting');
  for (const type of new Set(further.map(({ nodeType }) => commercialTypeOf(nodeType)))) {
    const isOfType = ({ nodeType }: { nodeType: string }): boolean => commercialTypeOf(nodeType) === type;
    const ordered = pools
      .filter(isOfType)
      .map((pool) => Math.max(0, pool.size - nodesOf(world, pool.id).length));
    // Assumption: nodes beyond the quota of their commercial type are refused when a pool is made or grows, 403 quotas_exceeded.
    checkQuota(
      world,
      serverQuotum(type),
      sum(further.filter(isOfType).map(({ size }) => size)),
      sum(ordered),
    );
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0);

/** Sizes that fit each other, and arguments that the kubelet may be given. */
export function checkSizes(pool: Pool): void {
  // Assumption: a pool's size outside its bounds, with autoscaling, answers 400 invalid_arguments.
  if (pool.minSize > pool.maxSize) throw refuse('min_size');
  if (pool.autoscaling && (pool.size < pool.minSize || pool.size > pool.maxSize)) throw refuse('size');
  // Assumption: an argument of the kubelet that the versions do not list answers 400 invalid_arguments.
  if (Object.keys(pool.kubeletArgs).some((name) => !(name in kubeletArguments))) throw refuse('kubelet_args');
}
