import type { ScalewayEmulator } from '@wescale/scaleway-emulator';

/** What a test sees of an answer. */
export interface Answer {
  status: number;
  headers: Headers;
  // Tests read many shapes; each says which one it expects.
  body: Record<string, unknown> | undefined;
  text: string;
}

/** Plain requests with the emulator's key. */
export class ApiClient {
  readonly #emulator: ScalewayEmulator;
  readonly zone: string = '/instance/v1/zones/fr-par-1';
  readonly block: string = '/block/v1/zones/fr-par-1';

  constructor(emulator: ScalewayEmulator) {
    this.#emulator = emulator;
  }

  async send(
    method: string,
    path: string,
    body?: object | string,
    options: { signal?: AbortSignal; key?: string } = {},
  ): Promise<Answer> {
    const type = typeof body === 'string' ? 'text/plain' : 'application/json';
    const response = await fetch(`${this.#emulator.url}${path}`, {
      method,
      headers: {
        'X-Auth-Token': options.key ?? this.#emulator.account.secretKey,
        ...(body === undefined ? {} : { 'Content-Type': type }),
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
    const text = await response.text();
    const json = response.headers.get('content-type') === 'application/json' && text !== '';
    return {
      status: response.status,
      headers: response.headers,
      body: json ? (JSON.parse(text) as Record<string, unknown>) : undefined,
      text,
    };
  }

  /** Like `send`, for answers that must be a success; gives the one object inside. */
  async get<Result>(method: string, path: string, body?: object | string): Promise<Result> {
    const answer = await this.send(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body as Result;
  }

  async createServer(fields: object = {}): Promise<TestServer> {
    const { server } = await this.get<{ server: TestServer }>('POST', `${this.zone}/servers`, {
      name: 'master',
      commercial_type: 'DEV1-S',
      image: 'debian_bookworm',
      dynamic_ip_required: false,
      ...fields,
    });
    return server;
  }

  async server(id: string): Promise<TestServer> {
    return (await this.get<{ server: TestServer }>('GET', `${this.zone}/servers/${id}`)).server;
  }

  async action(id: string, action: string): Promise<Answer> {
    return this.send('POST', `${this.zone}/servers/${id}/action`, { action });
  }

  async createIp(fields: object = {}): Promise<TestIp> {
    return (await this.get<{ ip: TestIp }>('POST', `${this.zone}/ips`, fields)).ip;
  }

  async volume(id: string): Promise<TestVolume> {
    return this.get<TestVolume>('GET', `${this.block}/volumes/${id}`);
  }
}

export interface TestServer {
  id: string;
  name: string;
  state: string;
  state_detail: string;
  tags: string[];
  allowed_actions: string[];
  location: object | null;
  public_ip: { id: string; address: string; dynamic: boolean; state: string } | null;
  public_ips: { id: string; address: string }[];
  security_group: { id: string; name: string };
  volumes: { '0': { id: string; volume_type: string } };
}

export interface TestIp {
  id: string;
  address: string;
  state: string;
  server: { id: string; name: string } | null;
}

export interface TestVolume {
  id: string;
  status: string;
  size: number;
  type: string;
  references: { status: string; product_resource_id: string }[];
  last_detached_at: string | null;
}
