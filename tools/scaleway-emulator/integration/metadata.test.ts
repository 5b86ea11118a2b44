import { createServer, request, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

import { startScalewayEmulator } from '@wescale/scaleway-emulator';
import { expect, test } from 'vitest';

import { ApiClient } from './api-client.ts';

const publicKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICJEoOOgQBLJPs4g/XcPTKT82NywNPpxeuA20FlOPlpO';

async function listen(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** Asks from a source address, and from a source port when one is given. */
function ask(port: number, path: string, from: { localAddress: string; localPort?: number }) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, agent: false, ...from }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end();
  });
}

/** The first answer that a free privileged port gets: another process may hold some. Needs root, as the stage does. */
async function askPrivileged(port: number, path: string, localAddress: string) {
  for (let localPort = 1023; localPort > 512; localPort -= 1) {
    try {
      return await ask(port, path, { localAddress, localPort });
    } catch (error) {
      // In use by another process, or by the connection before, which the kernel remembers for a while.
      const code = error instanceof Error && 'code' in error ? error.code : undefined;
      if (code !== 'EADDRINUSE' && code !== 'EADDRNOTAVAIL') throw error;
    }
  }
  throw new Error('No port below 1024 is free.');
}

test('a server finds its own metadata, and its user data from a privileged port only', async () => {
  const free = ['127.77.0.2', '127.77.0.1'];
  await using emulator = await startScalewayEmulator({
    addresses: { take: () => free.pop() ?? '', give: () => undefined },
  });
  await using service = await listen(emulator.metadataHandler);
  const api = new ApiClient(emulator);
  await api.get('POST', '/iam/v1alpha1/ssh-keys', { name: 'hunt', public_key: `${publicKey} somebody` });
  const ip = await api.createIp();
  const server = await api.createServer({ public_ips: [ip.id], tags: ['hunt=demo'] });
  await api.send('PATCH', `${api.zone}/servers/${server.id}/user_data/cloud-init`, '#cloud-config\n');
  const me = { localAddress: ip.address };

  const conf = await ask(service.port, '/conf?format=json', me);
  expect(JSON.parse(conf.text)).toMatchObject({
    id: server.id,
    hostname: 'master',
    tags: ['hunt=demo'],
    ssh_public_keys: [{ key: publicKey }],
    public_ip: { address: ip.address },
    ipv6: null,
  });
  expect(await ask(service.port, '/user_data/cloud-init', me)).toEqual({ status: 403, text: '' });
  const userData = await askPrivileged(service.port, '/user_data/cloud-init', ip.address);
  expect(userData).toEqual({ status: 200, text: '#cloud-config\n' });
  expect((await askPrivileged(service.port, '/user_data/none', ip.address)).status).toBe(404);
  expect(await ask(service.port, '/vendor_data/cloud-init', me)).toEqual({ status: 200, text: '' });
  expect((await ask(service.port, '/conf?format=json', { localAddress: '127.77.0.9' })).status).toBe(404);
});
