import { createHash } from 'node:crypto';
import {
  createCluster,
  login,
  readRegistration,
  updateSetting,
  type Cluster,
  type RancherClient,
} from '@wescale/rancher-client';
import { startRancherAgent } from '@wescale/understudies';
import type { TestCertificate } from './make-certificate.ts';
import { bootstrapPassword, startWorld, type World } from './world.ts';

export const caChecksum = ({ certificate }: TestCertificate): string =>
  createHash('sha256').update(certificate).digest('hex');

/** A Rancher over HTTPS that hands its CA out, and its administrator. */
export async function startReady(tls: TestCertificate): Promise<{ world: World; admin: RancherClient }> {
  const world = await startWorld({ tls, caCertificates: tls.certificate });
  const trusting = world.connect({ trustedCertificates: tls.certificate });
  const { token } = await login(trusting, { password: bootstrapPassword });
  const admin = trusting.withToken(token);
  await updateSetting(admin, 'server-url', world.rancher.url);
  return { world, admin };
}

/** A cluster of which there is just an API, connected by an agent of its own. */
export async function importApi(
  { world, admin }: { world: World; admin: RancherClient },
  tls: TestCertificate,
  address: string,
): Promise<{ cluster: Cluster; agent: AsyncDisposable }> {
  const cluster = await createCluster(admin, { name: 'board' });
  const { token = '' } = await readRegistration(admin, cluster.id);
  const agent = await startRancherAgent({
    server: world.rancher.url,
    caChecksum: caChecksum(tls),
    isStrict: true,
    token,
    cluster: { address, token: 'of-the-agent', caCertificate: tls.certificate },
  });
  await agent.connected;
  return { cluster, agent };
}
