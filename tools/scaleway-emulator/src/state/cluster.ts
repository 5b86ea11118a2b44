export type ClusterStatus = 'creating' | 'pool_required' | 'ready' | 'updating' | 'deleting';

/** A Kapsule cluster: its control plane. */
export interface Cluster {
  id: string;
  name: string;
  description: string;
  tags: string[];
  status: ClusterStatus;
  version: string;
  cni: string;
  privateNetworkId: string;
  /** With the names and in the units of the API. */
  autoscalerConfig: Record<string, string | number | boolean>;
  autoUpgrade: { enabled: boolean; startHour: number; day: string };
  featureGates: string[];
  admissionPlugins: string[];
  apiserverCertSans: string[];
  /** Empty while the cluster is created. */
  iamNodesGroupId: string;
  podCidr: string;
  serviceCidr: string;
  serviceDnsIp: string;
  /** Known once the control plane is there, before its name leads anywhere. */
  kubeconfig: string | null;
  /** Whether the API answers at the cluster's URL; from the first pool on. */
  apiOpen: boolean;
  acls: AclRule[];
  createdAt: Date;
  updatedAt: Date;
}

/** Who may reach the cluster's API: a CIDR block, or Scaleway's own ranges. */
export interface AclRule {
  id: string;
  /** null stands for Scaleway's own ranges. */
  ip: string | null;
  description: string;
}
