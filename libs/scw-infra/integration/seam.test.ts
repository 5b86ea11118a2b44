import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import {
  createScalewayClient,
  readInventory,
  readUserData,
  ScalewayPermissionDenied,
  type RetryEvent,
  type ScalewayClient,
  type ScalewayClientOptions,
} from '@wescale/scw-infra';

const identity = { name: 'demo', tag: 'app=demo', sshKey: { name: 'demo-key' } };
const secretKey = '11111111-2222-4333-8444-555555555555';

/** A server that answers what the real one has been seen to answer, or what a broken network makes of it. */
async function serve(
  listener: RequestListener,
  options: Partial<ScalewayClientOptions> = {},
): Promise<{ client: ScalewayClient; retries: RetryEvent[] } & AsyncDisposable> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const retries: RetryEvent[] = [];
  const client = createScalewayClient({
    apiUrl: `http://127.0.0.1:${port}/`,
    accessKey: 'SCWABCDEFGHIJKLMNOPQ',
    secretKey,
    projectId: '11111111-2222-4333-8444-666666666666',
    organizationId: '11111111-2222-4333-8444-777777777777',
    region: 'fr-par',
    zone: 'fr-par-1',
    retry: { maxAttempts: 2, baseDelayMs: 1, maxDelayMs: 2, iamSettleMs: 20, transientMs: 20 },
    onRetry: (event) => retries.push(event),
    ...options,
  });
  return {
    client,
    retries,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const lists = { ssh_keys: [], ips: [], security_groups: [], servers: [], volumes: [], total_count: 0 };

function answerJson(body: unknown, headers: Record<string, string> = {}): RequestListener {
  return (_request, response) => {
    response.writeHead(200, { 'Content-Type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

describe('the seam between the SDK and the network', () => {
  test('accepts JSON with a charset, which the SDK alone does not', async () => {
    await using served = await serve(
      answerJson(lists, { 'Content-Type': 'application/json; charset=utf-8' }),
    );
    expect(await readInventory(served.client, identity)).toEqual([]);
  });

  test('sends the key, and asks for JSON', async () => {
    const seen: unknown[] = [];
    await using served = await serve((request, response) => {
      seen.push(request.headers['x-auth-token'], request.headers.accept);
      answerJson(lists)(request, response);
    });
    await readInventory(served.client, identity);
    expect(new Set(seen)).toEqual(new Set([secretKey, 'application/json']));
  });

  test('reads every page, also when nobody says how many there are', async () => {
    const pages: string[] = [];
    await using served = await serve((request, response) => {
      const url = new URL(request.url ?? '', 'http://localhost');
      if (!url.pathname.endsWith('/ips')) {
        answerJson(lists)(request, response);
        return;
      }
      const page = url.searchParams.get('page') ?? '';
      pages.push(page);
      const count = page === '3' ? 1 : 100;
      const ips = Array.from({ length: count }, (_, index) => ({
        id: `${page}-${index}`,
        address: '192.0.2.1',
        type: 'routed_ipv4',
        tags: [identity.tag],
      }));
      answerJson({ ips })(request, response);
    });
    expect(await readInventory(served.client, identity)).toHaveLength(201);
    expect(pages).toEqual(['1', '2', '3']);
  });

  test('names an answer that breaks off', async () => {
    await using served = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
      response.write('{"ips": [');
      setTimeout(() => response.destroy(), 5);
    });
    await expect(readInventory(served.client, identity)).rejects.toMatchObject({ code: 'network-failure' });
    expect(served.retries[0]).toMatchObject({ reason: 'no answer', attempt: 1 });
  });

  test('limits the time of an answer that trickles', async () => {
    await using served = await serve(
      (_request, response) => {
        response.writeHead(200, { 'Content-Type': 'application/json' });
        response.write('{');
      },
      { timeoutMs: 50 },
    );
    await expect(readInventory(served.client, identity)).rejects.toMatchObject({
      code: 'call-timeout',
      timeoutMs: 50,
    });
  });

  test('names a page that is not JSON, such as that of a proxy', async () => {
    await using served = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end('<html>');
    });
    await expect(readInventory(served.client, identity)).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  test('names an answer of another shape', async () => {
    await using served = await serve(answerJson([]));
    await expect(readInventory(served.client, identity)).rejects.toMatchObject({ code: 'unexpected-answer' });
  });

  test('does not follow a redirect with the key', async () => {
    await using served = await serve((_request, response) => {
      response.writeHead(302, { Location: 'http://127.0.0.1:1/' });
      response.end();
    });
    await expect(readInventory(served.client, identity)).rejects.toMatchObject({ code: 'network-failure' });
  });

  test('names a server that is not there', async () => {
    const served = await serve(answerJson(lists));
    await served[Symbol.asyncDispose]();
    await expect(readInventory(served.client, identity)).rejects.toThrow(
      /^Could not read .*: no answer \(ECONNREFUSED\) \(GET \//,
    );
  });

  test('waits as long as Retry-After says', async () => {
    let calls = 0;
    await using served = await serve((request, response) => {
      calls += 1;
      if (calls > 1) {
        answerJson(lists)(request, response);
        return;
      }
      response.writeHead(429, { 'Retry-After': '0.03' });
      response.end();
    });
    await readInventory(served.client, identity);
    expect(served.retries).toMatchObject([{ reason: 'rate limited', delayMs: 30 }]);
  });

  test('says that IAM may be settling while it repeats a denied call, and then names what is missing', async () => {
    await using served = await serve((_request, response) => {
      response.writeHead(403, { 'Content-Type': 'application/json' });
      const details = [{ action: 'read', resource: 'compute_ips' }];
      response.end(
        JSON.stringify({ details, message: 'insufficient permissions', type: 'permissions_denied' }),
      );
    });
    const error: unknown = await readInventory(served.client, identity).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ScalewayPermissionDenied);
    expect(error).toMatchObject({ permissions: [{ action: 'read', resource: 'compute_ips' }] });
    expect(String(error)).toContain('insufficient permissions: read on compute_ips');
    expect(served.retries[0]?.reason).toBe('permission denied, IAM may still be settling');
  });

  test('reports wrong keys at once, without repeating them', async () => {
    await using served = await serve((_request, response) => {
      response.writeHead(401, { 'Content-Type': 'application/json' });
      response.end(
        '{"message":"authentication is denied","method":"api_key","reason":"not_found","type":"denied_authentication"}',
      );
    });
    const error: unknown = await readInventory(served.client, identity).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'authentication-denied' });
    expect(served.retries).toEqual([]);
    expect(`${String(error)}${JSON.stringify(error)}`).not.toContain(secretKey);
  });

  test.each(['of the client', 'of the operation'])('stops when the signal %s is aborted', async (whose) => {
    const controller = new AbortController();
    await using served = await serve(
      () => controller.abort(new Error('enough')),
      whose === 'of the client' ? { signal: controller.signal } : {},
    );
    const options = whose === 'of the client' ? {} : { signal: controller.signal };
    await expect(readUserData(served.client, 'any', options)).rejects.toMatchObject({
      code: 'aborted',
      cause: { message: 'enough' },
    });
  });

  test('stops in the middle of a delay', async () => {
    const controller = new AbortController();
    await using served = await serve(
      (_request, response) => {
        response.writeHead(500);
        response.end();
      },
      {
        retry: { baseDelayMs: 60_000, maxDelayMs: 60_000 },
        onRetry: () => setTimeout(() => controller.abort(), 1),
      },
    );
    await expect(readUserData(served.client, 'any', { signal: controller.signal })).rejects.toMatchObject({
      code: 'aborted',
    });
  });
});
