import { createAdvancedClient, withHTTPClient, withProfile } from '@scaleway/sdk-client';
import { Domainv2beta1 } from '@scaleway/sdk-domain';
import type { StageDescription } from '@wescale/stage';
import { vi } from 'vitest';

/** The official SDK on a stage, and what a test does with it again and again. */
export interface DomainsApi {
  sdk: Domainv2beta1.API;
  /** Changes records of the parent zone, and waits until its name servers have the change. */
  change(...changes: Domainv2beta1.RecordChange[]): Promise<void>;
}

export function domainsApi(stage: StageDescription): DomainsApi {
  const { apiUrl, accessKey, secretKey, projectId, organizationId, region, zone, parentZone } = stage;
  const client = createAdvancedClient(
    withProfile({
      ...{ apiURL: apiUrl, accessKey, secretKey },
      ...{ defaultProjectId: projectId, defaultOrganizationId: organizationId },
      ...{ defaultRegion: region, defaultZone: zone },
    }),
    // The next stage may have the same address: nothing may be kept open for it.
    withHTTPClient((request, init) => {
      const headers = new Headers(request instanceof Request ? request.headers : init?.headers);
      headers.set('Connection', 'close');
      return fetch(request, { ...init, headers });
    }),
  );
  const sdk = new Domainv2beta1.API(client);
  return {
    sdk,
    async change(...changes): Promise<void> {
      await sdk.updateDNSZoneRecords({ dnsZone: parentZone, changes, disallowNewZoneCreation: true });
      const isActive = async (): Promise<boolean> =>
        (await sdk.listDNSZones({ domain: '', dnsZones: [parentZone] })).dnsZones[0]?.status === 'active';
      await vi.waitUntil(isActive, { interval: 10, timeout: 10_000 });
    },
  };
}

/** A record as the SDK wants it. */
export const record = (
  name: string,
  type: 'A' | 'NS' | 'TXT' | 'MX',
  data: string,
): Domainv2beta1.DomainRecord => ({ name, type, data, ttl: 600, priority: 10, id: '' });
