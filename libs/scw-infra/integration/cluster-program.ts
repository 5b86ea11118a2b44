import process from 'node:process';
import { applyCluster, planCluster, readCluster, type DesiredCluster } from '@wescale/scw-infra';
import { clientOfProgram } from './kill-program.ts';

/** The program that `cluster-crash.test.ts` kills: makes the cluster of the environment. */
const client = clientOfProgram();
const desired = JSON.parse(process.env['DESIRED'] ?? '{}') as DesiredCluster;
await applyCluster(client, planCluster(await readCluster(client, desired), desired), desired);
