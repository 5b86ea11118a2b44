/** Where a server listens. */
export interface DnsServer {
  /** IPv4 or IPv6 address; no name, since looking one up is what this library is there for. */
  readonly host: string;
  /** @default 53 */
  readonly port?: number;
}

export const dnsPort = 53;

/** `192.0.2.1` or `[2001:db8::1]:5353`; the port only when it is not 53. */
export function formatServer(server: DnsServer): string {
  const port = server.port ?? dnsPort;
  if (port === dnsPort) return server.host;
  return server.host.includes(':') ? `[${server.host}]:${port}` : `${server.host}:${port}`;
}
