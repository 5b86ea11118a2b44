import { describeFailure, hasNoRoute } from '../exchange/describe-failure.ts';
import type { DnsServer } from '../exchange/dns-server.ts';
import { recordsOfType } from '../query/answer.ts';
import { ask, type AskOptions } from '../query/ask.ts';
import type { ChildView } from './delegation-facts.ts';

async function readUdp(server: DnsServer, zone: string, options: AskOptions): Promise<ChildView['udp']> {
  const soa = await ask(server, { name: zone, type: 'SOA' }, options);
  if (soa.rcode !== 'NOERROR') return { state: 'lame', reason: `answers ${soa.rcode}` };
  const [record] = recordsOfType(soa.answers, 'SOA');
  if (!soa.isAuthoritative || record?.name !== zone) {
    return { state: 'lame', reason: 'does not speak for the zone' };
  }
  const ns = await ask(server, { name: zone, type: 'NS' }, options);
  const nameServers = recordsOfType(ns.answers, 'NS').map(({ target }) => target);
  return { state: 'authoritative', serial: record.serial, nameServers: nameServers.sort() };
}

/** Asks one address of a name server about the zone, over UDP and over TCP. */
export async function readChild(server: DnsServer, zone: string, options: AskOptions): Promise<ChildView> {
  const address = server.host;
  let noRoute = false;
  const failed = (error: unknown): string => {
    if (options.signal?.aborted === true) throw error;
    noRoute ||= hasNoRoute(error);
    return describeFailure(error);
  };
  const [udp, tcpProblem] = await Promise.all([
    readUdp(server, zone, options).catch((error: unknown): ChildView['udp'] => {
      return { state: 'failed', reason: failed(error) };
    }),
    ask(server, { name: zone, type: 'SOA' }, { ...options, transport: 'tcp' }).then(() => undefined, failed),
  ]);
  return { address, hasNoRoute: noRoute, udp, ...(tcpProblem !== undefined && { tcpProblem }) };
}
