import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { StageStartError } from '../errors.ts';
import type { DownloadsMessage } from '../downloads/serve-downloads.ts';
import type { Downloads } from '../downloads/start-downloads.ts';
import type { Claim } from '../ownership/claim.ts';
import { namespaceName, recordOwned } from '../ownership/claim.ts';
import { openSupplyOffice } from '../supplies/supply-office.ts';

/** Serves what a cluster is made of in the network of a machine, made when it is asked for; it is gone with the claim. */
export async function offerDownloads(claim: Claim): Promise<Downloads> {
  const program = fileURLToPath(new URL('../downloads/serve-downloads.ts', import.meta.url));
  const server = spawn(
    'setpriv',
    [
      ...['--pdeathsig', 'KILL', 'nsenter', `--net=/run/netns/${namespaceName(claim.name)}`],
      ...[process.execPath, '--conditions=@wescale/source', program],
      ...[namespaceName(claim.name), String(claim.number)],
    ],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  if (server.pid !== undefined) recordOwned(claim.name, server.pid, 'downloads');
  const office = openSupplyOffice(claim, (report) => {
    if (server.connected) server.send(report);
  });
  const ended = once(server, 'exit').then(([code]): never => {
    throw new StageStartError(`the downloads of a machine ended with ${String(code)}`);
  });
  ended.catch(() => undefined);
  const ready = new Promise<Downloads>((resolve) => {
    server.on('message', (message) => {
      const said = message as DownloadsMessage;
      if (said.kind === 'ready') resolve(said.downloads);
      else office.order([said.supply]);
    });
  });
  const downloads = await Promise.race([ready, ended]);
  // A test that forgets its machine must still be able to end.
  server.unref();
  server.channel?.unref();
  return downloads;
}
