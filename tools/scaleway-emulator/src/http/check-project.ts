import type { World } from '../state/world.ts';
import { permissionsDenied } from './api-error.ts';

/**
 * Refuses a project or organization that the key has no rights in (facts/scaleway.md, section 2, the 403 of "Errors").
 *
 * @param resource - as IAM calls it: `compute_ips` was recorded
 */
export function checkProject(
  world: World,
  action: 'read' | 'write',
  resource: string,
  named: { project?: string | undefined; organization?: string | undefined },
): void {
  // Assumption: naming a foreign project answers 403 permissions_denied, to lists as well.
  // Assumption: IAM's resource names other than compute_ips are formed like it.
  const { projectId, organizationId } = world.account;
  if (
    (named.project !== undefined && named.project !== projectId) ||
    (named.organization !== undefined && named.organization !== organizationId)
  ) {
    throw permissionsDenied(action, resource);
  }
}
