import { createHash } from 'node:crypto';

import { AgentError, startRancher, startRancherAgent } from '@wescale/understudies';
import { expect, test } from 'vitest';

import { makeCertificate } from './call-rancher.ts';

const cluster = { address: '127.0.0.1:1', token: 'none', caCertificate: 'none' };

test('an agent that must check a CA and is told of none gives up, as behind --no-cacerts with strict', async () => {
  await using rancher = await startRancher({ tls: await makeCertificate() });
  const starting = startRancherAgent({
    ...{ server: rancher.url, caChecksum: '', isStrict: true, token: 'any', cluster },
  });
  await expect(starting).rejects.toThrow(
    'Strict CA verification is enabled but encountered error finding root CA',
  );
  await expect(starting).rejects.toBeInstanceOf(AgentError);
});

test('an agent tells of a CA that is not the announced one, and of a server that is not there', async () => {
  const tls = await makeCertificate();
  await using rancher = await startRancher({ tls, caCertificates: tls.certificate });
  const start = (server: string, caChecksum: string, isStrict = true): Promise<unknown> =>
    startRancherAgent({ server, caChecksum, isStrict, token: 'any', cluster });
  await expect(start(rancher.url, 'f'.repeat(64))).rejects.toThrow(/cacerts checksum .* does not match/);
  await expect(start('https://127.0.0.1:1', '')).rejects.toThrow(/is not accessible/);
  // Its own store does not know who signed that certificate.
  await expect(start(rancher.url, '', false)).rejects.toThrow(/self-signed certificate/);
});

test('an agent with the right CA and an unknown token is refused', async () => {
  const tls = await makeCertificate();
  await using rancher = await startRancher({ tls, caCertificates: tls.certificate });
  const caChecksum = createHash('sha256').update(tls.certificate).digest('hex');
  await using agent = await startRancherAgent({
    ...{ server: rancher.url, caChecksum, isStrict: true, token: 'unknown', cluster },
  });
  await expect(agent.connected).rejects.toThrow('401');
});
