import { readFileSync } from 'node:fs';
import tls from 'node:tls';
import type { ApiServer } from '@wescale/understudies';
import { parse } from 'yaml';

interface Kubeconfig {
  clusters: { cluster: { server: string; 'certificate-authority-data': string } }[];
  users: { user: { token: string } }[];
}

/**
 * The API of a cluster as its administrator asks it, at its address: its name may not lead there yet, and nobody here
 * has to look it up.
 */
export function connectToCluster(kubeconfigFile: string, address: string): ApiServer {
  const { clusters, users } = parse(readFileSync(kubeconfigFile, 'utf8')) as Kubeconfig;
  const [named] = clusters;
  const [admin] = users;
  if (named === undefined || admin === undefined)
    throw new TypeError(`${kubeconfigFile} names no cluster or no user`);
  const { hostname: servername, port } = new URL(named.cluster.server);
  const ca = Buffer.from(named.cluster['certificate-authority-data'], 'base64').toString();
  return {
    host: servername,
    port: Number(port),
    caCertificate: ca,
    token: async () => admin.user.token,
    createConnection: () => tls.connect({ host: address, port: Number(port), servername, ca }),
  };
}
