import { API as DomainApi } from '@scaleway/sdk-domain/v2beta1';
import type { ScalewayClient } from '../client/scaleway-client.ts';

/** The Domains API with the client's time limits, retries and typed errors. Nothing is sent. */
export function domainApi(client: ScalewayClient, signal: AbortSignal | undefined): DomainApi {
  return new DomainApi(client.sdkClient(signal));
}
