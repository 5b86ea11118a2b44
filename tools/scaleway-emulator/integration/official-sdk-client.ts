import { createClient, type Client } from '@scaleway/sdk-client';
import type { ScalewayEmulator } from '@wescale/scaleway-emulator';

/** The official SDK's client, with the emulator's account. */
export const sdkClientOf = ({ url, account }: ScalewayEmulator): Client =>
  createClient({
    apiURL: url,
    accessKey: account.accessKey,
    secretKey: account.secretKey,
    defaultProjectId: account.projectId,
    defaultOrganizationId: account.organizationId,
    defaultRegion: 'fr-par',
    defaultZone: 'fr-par-1',
  });
