import { planAddresses } from '../network/address-plan.ts';

/** The view that holds the zones of the Domains API, and the key that may edit them. */
export const domainsView = 'domains';
export const editorKeyName = 'stage-editor';

/** The names of Scaleway's name servers [facts/scaleway.md 2, domain-zone-basic]; their zone is the stage's. */
const nameServerZone = 'dom.scw.cloud';

/** Where Kapsule names clusters and nodes [facts/scaleway.md 2, "Cluster create"]; Assumption: one zone at these servers. */
export const kapsuleZone = 'k8s.fr-par.scw.cloud';

export interface NamesOptions {
  /** The stage's number. */
  number: number;
  /** A private folder. */
  directory: string;
  parentZone: string;
  /** TSIG key of {@link editorKeyName}, base64. */
  editorSecret: string;
}

/**
 * One named that is three servers, told apart by the address that is asked: a root that knows the parent zone's name
 * servers and nothing else, Scaleway's name servers, and a resolver that walks from that root.
 *
 * - The root is private and not signed, so the resolver does not validate DNSSEC.
 * - The resolver forgets within a second: a rehearsal that changes a record must not wait for a TTL.
 * - Zones of the Domains API are added while it runs; their records are edited by dynamic update (RFC 2136) with one key.
 */
export function formatNamedConfiguration({ number, directory, editorSecret }: NamesOptions): string {
  const { resolver, rootServer, nameServers } = planAddresses(number);
  const listening = [resolver, rootServer, ...nameServers].map((address) => `${address}; `).join('');
  return `key "${editorKeyName}" { algorithm hmac-sha256; secret "${editorSecret}"; };
options {
  directory "${directory}";
  managed-keys-directory "${directory}";
  listen-on port 53 { ${listening}};
  listen-on-v6 { none; };
  dnssec-validation no;
  empty-zones-enable no;
  notify no;
  allow-transfer { none; };
};
view "root" {
  match-destinations { ${rootServer}; };
  recursion no;
  zone "." { type primary; file "root.db"; };
};
view "${domainsView}" {
  match-destinations { ${nameServers.join('; ')}; };
  recursion no;
  allow-new-zones yes;
  check-names primary ignore;
  zone "${nameServerZone}" { type primary; file "${nameServerZone}.db"; };
};
view "resolver" {
  match-destinations { ${resolver}; };
  recursion yes;
  allow-query { any; };
  allow-recursion { any; };
  query-source address ${resolver};
  max-cache-ttl 0;
  max-ncache-ttl 0;
  servfail-ttl 0;
  max-cache-size 16m;
  resolver-query-timeout 5000;
  server ::/0 { bogus yes; };
  zone "." { type hint; file "hints.db"; };
};
`;
}

/** The zone files that it starts with, by name. */
export function formatZoneFiles({ number, parentZone }: NamesOptions): Record<string, string> {
  const { rootServer, nameServers } = planAddresses(number);
  const root = 'a.root-servers.net.';
  const addresses = nameServers.map((address, index) => `ns${index}.${nameServerZone}. A ${address}`);
  const servers = (zone: string): string[] =>
    nameServers.map((_address, index) => `${zone}. NS ns${index}.${nameServerZone}.`);
  return {
    'hints.db': lines(`. 86400 NS ${root}`, `${root} 86400 A ${rootServer}`),
    'root.db': lines(
      '$TTL 86400',
      `. SOA ${root} hostmaster.root-servers.net. 1 3600 600 604800 60`,
      `. NS ${root}`,
      `${root} A ${rootServer}`,
      ...servers(parentZone),
      ...servers(nameServerZone),
      ...servers(kapsuleZone),
      ...addresses,
    ),
    [`${nameServerZone}.db`]: lines(
      '$TTL 3600',
      `${nameServerZone}. ${startOfAuthority}`,
      ...servers(nameServerZone),
      ...addresses,
    ),
  };
}

/** The SOA record of a zone at Scaleway's name servers; the serial begins at 1 and named counts it on. */
export const startOfAuthority: string = `SOA ns0.${nameServerZone}. hostmaster.${nameServerZone}. 1 3600 600 604800 60`;

const lines = (...all: string[]): string => `${all.join('\n')}\n`;
