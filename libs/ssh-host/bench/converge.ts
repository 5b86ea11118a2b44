/**
 * One whole run of ours, as a process of its own: connect, look, plan, apply, prove.
 *
 * Usage: node converge.ts <host> <port> <private key file> <host key>
 */
import { readFileSync } from 'node:fs';
import { applyHost, connectHost, planHost, readHost } from '@wescale/ssh-host';
import { resources } from './resources.ts';

const [host = '', port = '', privateKeyFile = '', hostKey = ''] = process.argv.slice(2);
const connection = await connectHost({
  host,
  port: Number(port),
  privateKey: readFileSync(privateKeyFile, 'utf8'),
  hostKey,
});
const plan = planHost(await readHost(connection, resources), resources);
await applyHost(connection, plan);
process.stdout.write(`${plan.changes.length}\n`);
await connection.close();
