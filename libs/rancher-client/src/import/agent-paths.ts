const namespace = 'cattle-system';

/** Where the manifest of an import puts its agent (rancher/rancher pkg/systemtemplate/template.go). */
export const agentName = 'cattle-cluster-agent';

/** What there is beside it: Secrets, events, pods by their names. */
export const agentApi: string = `/api/v1/namespaces/${namespace}`;

export const agentDeployment: string = `/apis/apps/v1/namespaces/${namespace}/deployments/${agentName}`;

export const agentPods: string = `${agentApi}/pods?labelSelector=app%3D${agentName}`;
