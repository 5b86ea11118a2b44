import process from 'node:process';
import { applyInfra, createScalewayClient, destroyInfra, planInfra, readInfra } from '@wescale/scw-infra';
import { desiredInfra, quickRetry } from './world.ts';

/** The program that `kill-process.test.ts` kills: `apply` or `destroy` against the API of the environment. */
const { env } = process;
const client = createScalewayClient({
  apiUrl: env['SCW_API_URL'] ?? '',
  accessKey: env['SCW_ACCESS_KEY'] ?? '',
  secretKey: env['SCW_SECRET_KEY'] ?? '',
  projectId: env['SCW_DEFAULT_PROJECT_ID'] ?? '',
  organizationId: env['SCW_DEFAULT_ORGANIZATION_ID'] ?? '',
  region: 'fr-par',
  zone: 'fr-par-1',
  retry: quickRetry,
});
if (process.argv[2] === 'destroy') await destroyInfra(client, desiredInfra);
else await applyInfra(client, desiredInfra, planInfra(await readInfra(client, desiredInfra), desiredInfra));
