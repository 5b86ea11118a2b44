import type { World } from '../state/world.ts';
import { permissionsDenied } from './api-error.ts';

/**
 * Refuses a project or organization that the key has no rights in (facts/scaleway.md, section 2, the 403 of "Errors").
 *
 * @param resource - as IAM calls it: `compute_ips` was recorded
 * @param named - a body or a query; the Instance API names both without `_id`
 */
export function checkProject(
  world: World,
  action: 'read' | 'write',
  resource: string,
  named: {
    project?: string | undefined;
    organization?: string | undefined;
    project_id?: string | undefined;
    organization_id?: string | undefined;
  },
): void {
  // Assumption: naming a foreign project answers 403 permissions_denied, to lists as well.
  // Assumption: IAM's resource names other than compute_ips are formed like it.
  const { projectId, organizationId } = world.account;
  const { project = named.project_id, organization = named.organization_id } = named;
  if (
    (project !== undefined && project !== projectId) ||
    (organization !== undefined && organization !== organizationId)
  ) {
    throw permissionsDenied(action, resource);
  }
}
