import { createHash } from 'node:crypto';

import { collection, pageQuery } from '../http/collection.ts';
import { ok, route, type Route, type Shown } from '../http/route.ts';

export const listProjects: Route = route({
  method: 'GET',
  path: '/v3/projects',
  fact: 'facts/k3s-rancher.md §3, row "List"',
  query: [...pageQuery, 'clusterId', 'name'],
  handle: (rancher, request) => {
    const { clusterId, name } = request.query;
    // Assumption: every imported cluster has the projects Default and System, and no others.
    const projects = rancher.state.clusters.flatMap((cluster) =>
      ['Default', 'System'].map((one) => presentProject(cluster.id, one, request.origin)),
    );
    const wanted = projects.filter(
      (project) =>
        (clusterId === undefined || project['clusterId'] === clusterId) &&
        (name === undefined || project['name'] === name),
    );
    return ok(collection('project', wanted, request));
  },
});

function presentProject(clusterId: string, name: string, origin: string): Shown {
  const short = createHash('sha256').update(`${clusterId} ${name}`).digest('hex').slice(0, 5);
  const id = `${clusterId}:p-${short}`;
  const self = `${origin}/v3/projects/${id}`;
  return { id, type: 'project', baseType: 'project', name, clusterId, state: 'active', links: { self } };
}
