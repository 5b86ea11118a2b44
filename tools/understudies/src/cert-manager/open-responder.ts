import { Resolver } from 'node:dns/promises';
import { setTimeout } from 'node:timers/promises';

import { createDns01Responder, createHostResolver, type DnsServer } from '@wescale/bind9-zone';

import { readObject } from '../kubernetes/read-objects.ts';
import type { ManagerContext, ReadyIssuer, RecursiveNameservers } from './manager-context.ts';
import { secretPath, type Secret, type Solver } from './resources.ts';

export type Responder = ReturnType<typeof createDns01Responder>;

const algorithms = { HMACSHA256: 'hmac-sha256', HMACSHA512: 'hmac-sha512' } as const;

/** Who writes records for a solver, with the key as its Secret has it now. */
export async function openResponder(
  context: ManagerContext,
  { namespace }: ReadyIssuer,
  solver: Solver,
  onWait: (reason: string) => void,
): Promise<Responder> {
  const { server, nameservers, timing } = context;
  const { rfc2136 } = solver.dns01;
  const { name = '', key: field = '' } = rfc2136.tsigSecretSecretRef ?? {};
  const secret = await readObject<Secret>(server, secretPath(namespace, name));
  if (secret === undefined) throw new Error(`error getting rfc2136 secret: secret "${name}" not found`);
  const value = secret.data?.[field];
  if (value === undefined) throw new Error(`key "${field}" not found in secret "${namespace}/${name}"`);
  const resolver =
    nameservers.servers === undefined
      ? createHostResolver()
      : createHostResolver({ servers: nameservers.servers });
  const responder = createDns01Responder({
    server: parseServer(rfc2136.nameserver),
    key: {
      name: rfc2136.tsigKeyName ?? '',
      algorithm: algorithms[rfc2136.tsigAlgorithm ?? 'HMACSHA256'],
      secret: Buffer.from(value, 'base64').toString().trim(),
    },
    // cert-manager inserts and leaves what it finds.
    stale: 'keep',
    resolver,
    ...(nameservers.authoritativePort === undefined ? {} : { serverPort: nameservers.authoritativePort }),
    intervalMs: timing.propagationIntervalMs,
    onWait: (waiting) => {
      const [first] = waiting;
      if (first !== undefined) onWait(`${first.server} ${first.reason}`);
    },
  });
  if (!nameservers.isOnly) return responder;
  return {
    ...{ present: responder.present.bind(responder), cleanUp: responder.cleanUp.bind(responder) },
    ...{ findStale: responder.findStale.bind(responder), removeStale: responder.removeStale.bind(responder) },
    waitUntilPublished: async (challenges, signal) => {
      for (const { name, value } of challenges)
        await waitForText(nameservers, { name, value }, timing.propagationIntervalMs, onWait, signal);
    },
  };
}

/** Waits until every one of the recursive name servers has a text. */
async function waitForText(
  { servers = [] }: RecursiveNameservers,
  wanted: { name: string; value: string },
  intervalMs: number,
  onWait: (reason: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  for (const server of servers) {
    const resolver = new Resolver({ timeout: 2000, tries: 2 });
    resolver.setServers([formatServer(server)]);
    for (;;) {
      signal?.throwIfAborted();
      const texts = await resolver.resolveTxt(wanted.name).catch(() => []);
      if (texts.some((parts) => parts.join('') === wanted.value)) break;
      onWait(`DNS record for "${wanted.name}" not yet propagated to ${formatServer(server)}`);
      await setTimeout(intervalMs, undefined, signal === undefined ? {} : { signal });
    }
  }
}

/** `address:port` or `[address]:port`, as flags and solvers write a name server. */
export function parseServer(text: string): DnsServer {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(text.trim()) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined) throw new Error(`'${text}' is no name server; write it as address:port`);
  return { host, ...(port === undefined ? {} : { port: Number(port) }) };
}

const formatServer = ({ host, port = 53 }: DnsServer): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
