/** How Scaleway's API is reached, real or emulated. */
export interface ScalewayConnection {
  apiUrl: string;
  accessKey: string;
  secretKey: string;
  organizationId: string;
  projectId: string;
  region: string;
  zone: string;
  /** Limit of one call. */
  timeoutMs: number;
}
