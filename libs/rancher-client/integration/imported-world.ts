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

/** A Rancher over HTTPS and its administrator; what else it is given may be wrong. */
export async function startOverHttps(
  tls: TestCertificate,
  options: Parameters<typeof startWorld>[0] = {},
): Promise<{ world: World; admin: RancherClient }> {
  const world = await startWorld({ tls, ...options });
  const trusting = world.connect({ trustedCertificates: tls.certificate });
  const { token } = await login(trusting, { password: bootstrapPassword });
  return { world, admin: trusting.withToken(token) };
}

/** One that hands its CA out, and its address. */
export async function startReady(tls: TestCertificate): Promise<{ world: World; admin: RancherClient }> {
  const { world, admin } = await startOverHttps(tls, { caCertificates: tls.certificate });
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
