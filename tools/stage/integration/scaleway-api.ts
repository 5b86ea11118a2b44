import { setTimeout as sleep } from 'node:timers/promises';
import type { StageDescription } from '@wescale/stage';

export interface TestServer {
  id: string;
  ipId: string;
  address: string;
  securityGroup: string;
}

/** The requests a test needs, sent as a client of the real API would. */
export interface ScalewayApi {
  request(method: string, path: string, body?: unknown): Promise<unknown>;
  createServer(options: {
    name: string;
    cloudInit: string;
    securityGroup?: object;
    /** A flexible IP that is there already. */
    ip?: { ipId: string; address: string };
  }): Promise<TestServer>;
  attachIp(ipId: string, serverId: string | null): Promise<void>;
  act(server: TestServer, action: 'poweron' | 'poweroff' | 'reboot' | 'terminate'): Promise<void>;
  waitForState(server: TestServer, state: string): Promise<void>;
}

export function scalewayApi(stage: StageDescription): ScalewayApi {
  const instance = `/instance/v1/zones/${stage.zone}`;

  async function request(method: string, path: string, body?: unknown): Promise<unknown> {
    const isText = typeof body === 'string';
    const response = await fetch(stage.apiUrl + path, {
      method,
      headers: {
        'X-Auth-Token': stage.secretKey,
        // The next stage may have the same address: nothing may be kept open for it.
        Connection: 'close',
        ...(body === undefined ? {} : { 'Content-Type': isText ? 'text/plain' : 'application/json' }),
      },
      ...(body === undefined ? {} : { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} → ${response.status} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }

  async function createIp(): Promise<{ ipId: string; address: string }> {
    const body = { project: stage.projectId, type: 'routed_ipv4' };
    const { ip } = (await request('POST', `${instance}/ips`, body)) as {
      ip: { id: string; address: string };
    };
    return { ipId: ip.id, address: ip.address };
  }

  return {
    request,
    async createServer({ name, cloudInit, securityGroup, ip }): Promise<TestServer> {
      const images = (await request(
        'GET',
        `/marketplace/v2/local-images?image_label=debian_bookworm&zone=${stage.zone}&type=instance_sbs`,
      )) as { local_images: { id: string; arch: string }[] };
      const { ipId, address } = ip ?? (await createIp());
      const group = (await request('POST', `${instance}/security_groups`, {
        name: `${name}-group`,
        project: stage.projectId,
        stateful: true,
        inbound_default_policy: 'accept',
        outbound_default_policy: 'accept',
        ...securityGroup,
      })) as { security_group: { id: string } };
      const { server } = (await request('POST', `${instance}/servers`, {
        name,
        project: stage.projectId,
        commercial_type: 'DEV1-S',
        image: images.local_images.find(({ arch }) => arch === 'x86_64')!.id,
        public_ips: [ipId],
        security_group: group.security_group.id,
        dynamic_ip_required: false,
      })) as { server: { id: string } };
      await request('PATCH', `${instance}/servers/${server.id}/user_data/cloud-init`, cloudInit);
      return { id: server.id, ipId, address, securityGroup: group.security_group.id };
    },
    async attachIp(ipId, server): Promise<void> {
      await request('PATCH', `${instance}/ips/${ipId}`, { server });
    },
    async act(server, action): Promise<void> {
      await request('POST', `${instance}/servers/${server.id}/action`, { action });
    },
    async waitForState(server, state): Promise<void> {
      for (;;) {
        const found = (await request('GET', `${instance}/servers/${server.id}`)) as {
          server: { state: string };
        };
        if (found.server.state === state) return;
        await sleep(20);
      }
    },
  };
}
