import type { Pool } from './cluster.ts';

const readyNodes = ({ nodes }: Pool): number => nodes.filter(({ isReady }) => isReady).length;

/** Whether Kapsule has finished with the pool, well or not: only then it takes changes. */
export const isPoolSettled = ({ status }: Pool): boolean => status === 'ready' || status === 'warning';

export const isPoolLeaving = ({ status }: Pool): boolean => status === 'deleting' || status === 'deleted';

/** What of the pool Scaleway has locked, in words: itself or one of its nodes. */
export function lockedPartOf({ status, name, nodes }: Pool): string | undefined {
  if (status === 'locked') return `pool ${name}`;
  const node = nodes.find((one) => one.status === 'locked');
  return node && `node ${node.name}`;
}

/**
 * Whether the pool is `ready` and so are its nodes, all of them and as many as there shall be. A pool is `ready`
 * before Kapsule has begun with a change, so that its own word is not enough.
 */
export function isPoolReady(pool: Pool): boolean {
  const { status, nodes, autoscaling, size, minSize } = pool;
  const ready = readyNodes(pool);
  // Whether Kapsule fills a pool up whose least is above its size was not recorded: its own size is what it will have.
  const hasEnough = autoscaling ? ready >= Math.min(minSize, size) : ready === size;
  return status === 'ready' && ready === nodes.length && hasEnough;
}

/** For example `scaling, 1 of 2 nodes ready; scw-blue-default-1 is creation_error: no address`. */
export function describePool(pool: Pool | undefined): string {
  if (pool === undefined) return 'not there';
  const { status, nodes, autoscaling, size, minSize } = pool;
  const wanted = autoscaling ? Math.max(minSize, nodes.length) : size;
  const troubled = nodes
    .filter((node) => node.status === 'creation_error' || node.errorMessage !== '')
    .map(({ name, status: state, errorMessage }) =>
      errorMessage === '' ? `${name} is ${state}` : `${name} is ${state}: ${errorMessage}`,
    );
  return [`${status}, ${readyNodes(pool)} of ${wanted} nodes ready`, ...troubled].join('; ');
}
