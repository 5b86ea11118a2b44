import process from 'node:process';
import { applyInfra, destroyInfra, planInfra, readInfra } from '@wescale/scw-infra';
import { clientOfProgram } from './kill-program.ts';
import { desiredInfra } from './world.ts';

/** The program that `kill-process.test.ts` kills: `apply` or `destroy` against the API of the environment. */
const client = clientOfProgram();
if (process.argv[2] === 'destroy') await destroyInfra(client, desiredInfra);
else await applyInfra(client, desiredInfra, planInfra(await readInfra(client, desiredInfra), desiredInfra));
