/** All that Rancher remembers, as plain data. */
export interface RancherState {
  /** Settings whose value was set; the others have their default. */
  settings: Record<string, string>;
  users: User[];
  tokens: Token[];
  clusters: Cluster[];
  registrationTokens: RegistrationToken[];
  /** Runs of helm, oldest first. */
  operations: Operation[];
  /** Releases of helm that runs have made. */
  apps: App[];
}

export interface User {
  /** `user-xxxxx` */
  id: string;
  username: string;
  name: string;
  passwordHash: string;
  mustChangePassword: boolean;
  /** ISO 8601. */
  createdAt: string;
}

/** A credential; only the hash of its secret part is kept. */
export interface Token {
  /** `token-xxxxx` */
  id: string;
  secretHash: string;
  userId: string;
  description: string;
  kind: 'legacy' | 'ext';
  /** Whether a login made it. */
  isSession: boolean;
  clusterId?: string;
  ttlMs: number;
  /** ISO 8601. */
  createdAt: string;
  expiresAt: string;
}

/** An imported cluster. */
export interface Cluster {
  /** `c-xxxxx` */
  id: string;
  name: string;
  description: string;
  labels: Record<string, string>;
  annotations: Record<string, string>;
  agentEnvVars: AgentVariable[];
  createdAt: string;
  /** What was read of it when its agent last connected; undefined before the first time. */
  observed?: ObservedCluster;
}

export interface AgentVariable {
  name: string;
  value?: string;
}

export interface ObservedCluster {
  /** `v1.36.3+k3s1` */
  kubernetesVersion: string;
  nodeCount: number;
  /** Whether the Deployment cattle-cluster-agent was found in it. */
  isAgentDeployed: boolean;
  /** Why the cluster could not be asked; undefined when it was. */
  failure?: string;
}

/** What an agent registers with. */
export interface RegistrationToken {
  /** Within its cluster: `default-token`. */
  name: string;
  clusterId: string;
  value: string;
  /** Before it was rotated; still taken for a while. */
  previousValue?: string;
  createdAt: string;
}

/** A run of helm. */
export interface Operation {
  /** `helm-operation-xxxxx` */
  name: string;
  namespace: string;
  action: 'install' | 'uninstall';
  releaseName: string;
  projectId: string;
  /** Why it fails; undefined for one that goes well. */
  failure?: string;
  startedAt: string;
}

/** A release of helm. */
export interface App {
  namespace: string;
  name: string;
  chartName: string;
  version: string;
  values: Record<string, unknown>;
  /** The run that makes it what it is. */
  operation: string;
}

export function emptyState(): RancherState {
  return {
    settings: {},
    users: [],
    tokens: [],
    clusters: [],
    registrationTokens: [],
    operations: [],
    apps: [],
  };
}
