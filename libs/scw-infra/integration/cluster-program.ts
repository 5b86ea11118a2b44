import process from 'node:process';
import {
  applyCluster,
  createScalewayClient,
  planCluster,
  readCluster,
  type DesiredCluster,
} from '@wescale/scw-infra';
import { quickRetry } from './world.ts';

/** The program that `cluster-crash.test.ts` kills: makes the cluster of the environment. */
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
const desired = JSON.parse(env['DESIRED'] ?? '{}') as DesiredCluster;
await applyCluster(client, planCluster(await readCluster(client, desired), desired), desired);
