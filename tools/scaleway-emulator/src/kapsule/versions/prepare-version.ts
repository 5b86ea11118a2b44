import { ApiError } from '../../http/api-error.ts';
import type { World } from '../../state/world.ts';

/**
 * Has ready what a cluster of the version needs.
 *
 * @throws 503 of a type that the real API does not have: whoever would wait for the cluster learns at once that it is not
 *   Scaleway that fails
 */
export async function prepareVersion(world: World, version: string): Promise<void> {
  try {
    await world.clusterDriver.prepare(version);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ApiError(503, {
      type: 'cluster_driver_failure',
      message: `The emulator cannot make a cluster of Kubernetes ${version}: ${why}`,
    });
  }
}
