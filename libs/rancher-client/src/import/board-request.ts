/** One request to the Kubernetes API of the cluster that is imported. */
export interface BoardCall {
  method: 'GET' | 'DELETE';
  /** Path and query. */
  path: string;
  signal?: AbortSignal;
}

/**
 * Sends it and takes the answer, whatever its status. With it an import can look at Rancher's agent in the cluster: for
 * Rancher itself knows only that it has not come. `helm.request` of @wescale/helm-release is one.
 */
export type BoardRequest = (call: BoardCall) => Promise<{ status: number; body: string }>;
