import { join } from 'node:path';
import { readFile } from 'node:fs/promises';
import { ask, recordsOfType } from '@wescale/bind9-zone';
import { createRancherClient, listClusters } from '@wescale/rancher-client';
import { openLists } from '../integration/account.ts';
import { findMachine } from '../integration/machine.ts';
import type { Ground } from './ground.ts';

/** What shows of a board outside Scaleway, read past hunt. */
export interface BoardTraces {
  /** Clusters that Rancher looks after, its own left out, each with its state. */
  imports: string[];
  /** Where Grafana's name leads to. */
  grafana: string[];
}

export async function findBoardTraces({
  stage,
  folder,
}: Pick<Ground, 'stage' | 'folder'>): Promise<BoardTraces> {
  const { address } = await findMachine(stage.name, folder.name);
  const domain = `${folder.name}.example.com`;
  const rancher = createRancherClient({
    url: `https://rancher.${domain}`,
    connectTo: { address },
    token: await readFile(join(folder.secrets, 'rancher-token'), 'utf8'),
    trustedCertificates: stage.certificateAuthority.issuerCertificates,
  });
  const clusters = (await listClusters(rancher)).filter(({ id }) => id !== 'local');
  const { answers } = await ask({ host: address }, { name: `grafana.${domain}`, type: 'A' });
  return {
    imports: clusters.map(({ name, state }) => `${name} ${state}`),
    grafana: recordsOfType(answers, 'A').map((record) => record.address),
  };
}

/** What is not as it is to be once a board is finished, as far as it was to be made. */
export async function judgeBoard({ stage, folder, verb }: Ground): Promise<string[]> {
  const { list, zone } = openLists(stage.name);
  const found = await findBoardTraces({ stage, folder });
  const balancers = await list<LoadBalancer>(`/lb/v1/zones/${zone}/lbs?page_size=100`, 'lbs');
  const wanted: BoardTraces = {
    imports: verb.steps.includes('import') ? [`${folder.name}-blue active`] : [],
    grafana: verb.steps.includes('names')
      ? balancers.flatMap(({ ip }) => ip.map((one) => one.ip_address))
      : [],
  };
  return JSON.stringify(found) === JSON.stringify(wanted)
    ? []
    : [`of the board there is ${JSON.stringify(found)}, and was to be ${JSON.stringify(wanted)}`];
}

interface LoadBalancer {
  ip: { ip_address: string }[];
}
