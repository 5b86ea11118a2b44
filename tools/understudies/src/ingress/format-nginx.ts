import type { IngressDialect } from './ingress-dialect.ts';
import type { HostRouting, PathRouting, Routing } from './routing.ts';

export interface NginxPlace {
  /** Where it keeps its files. */
  directory: string;
  /** Ports of plain HTTP and of HTTPS, on all addresses. */
  httpPort: number;
  httpsPort: number;
  /** Address to listen on. @default all */
  address?: string;
  /** Whether it is started by root: then its workers read certificates as root too. */
  isRoot: boolean;
  /** Socket that tells which configuration is in force, and what it tells. */
  statusSocket: string;
  generation: string;
  /** Name of the file of a certificate in `<directory>/certificates`, and of the one for all other names. */
  certificateFiles: readonly { names: readonly string[]; file: string }[];
  defaultCertificateFile: string;
}

/** The whole configuration of nginx. */
export function formatNginx(routing: Routing, dialect: IngressDialect, place: NginxPlace): string {
  const upstreams = nameUpstreams(routing);
  const { directory, certificateFiles } = place;
  const bodies = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const lines = [
    'daemon off;',
    ...(place.isRoot ? ['user root;'] : []),
    'worker_processes 1;',
    `pid ${directory}/nginx.pid;`,
    // Its notices tell when a worker takes no more connections.
    'error_log stderr notice;',
    // A websocket outlives many reloads, but not for ever.
    'worker_shutdown_timeout 1h;',
    'events { worker_connections 4096; }',
    'http {',
    ...bodies.map((kind) => `${kind}_temp_path ${directory}/bodies/${kind};`),
    'access_log off; server_tokens off; merge_slashes off; default_type text/plain;',
    'server_names_hash_bucket_size 256; map_hash_bucket_size 256; map_hash_max_size 8192;',
    `client_max_body_size ${dialect.largestBody}; client_body_timeout 60s; keepalive_timeout 180s;`,
    'proxy_http_version 1.1; proxy_buffering off; proxy_request_buffering off;',
    `proxy_connect_timeout 30s; proxy_read_timeout ${dialect.silence}; proxy_send_timeout ${dialect.silence};`,
    'proxy_next_upstream off;',
    "map $http_upgrade $connection_header { default upgrade; '' close; }",
    ...protocolMap(dialect),
    'map $ssl_server_name $certificate {',
    `  default ${place.defaultCertificateFile};`,
    ...formatCertificates(certificateFiles),
    '}',
    `ssl_certificate ${directory}/certificates/$certificate;`,
    `ssl_certificate_key ${directory}/certificates/$certificate;`,
    'ssl_protocols TLSv1.2 TLSv1.3; ssl_session_tickets off;',
    ...[...upstreams].map(
      ([endpoints, name]) =>
        `upstream ${name} { ${endpoints
          .split(' ')
          .map((endpoint) => `server ${endpoint} max_fails=0;`)
          .join(' ')} }`,
    ),
    `server { listen unix:${place.statusSocket}; location / { return 200 "${place.generation}"; } }`,
    ...formatPlain(routing, dialect, place, upstreams),
    ...formatSecure(routing, dialect, place, upstreams),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

const listenOn = ({ address }: NginxPlace, port: number): string =>
  address === undefined ? `${port}` : `${address}:${port}`;

/** One of the same endpoints for all paths that lead there. */
function nameUpstreams({ hosts }: Routing): Map<string, string> {
  const names = new Map<string, string>();
  for (const { paths } of hosts)
    for (const { endpoints } of paths) {
      const key = endpoints.join(' ');
      if (key !== '' && !names.has(key)) names.set(key, `backend-${names.size}`);
    }
  return names;
}

function protocolMap({ tellsWebsockets }: IngressDialect): string[] {
  if (!tellsWebsockets) return ['map $scheme $forwarded_proto { default $scheme; }'];
  return [
    'map "$scheme $http_upgrade" $forwarded_proto {',
    '  default $scheme; "~*^http websocket$" ws; "~*^https websocket$" wss;',
    '}',
  ];
}

/** A name before a wildcard, and of several certificates for one name the first. */
function formatCertificates(files: NginxPlace['certificateFiles']): string[] {
  const entries = new Map<string, string>();
  for (const { names, file } of files)
    for (const name of names) {
      const pattern = name.startsWith('*.') ? `"~*^[^.]+${escapeRegex(name.slice(1))}$"` : name;
      if (!entries.has(pattern)) entries.set(pattern, file);
    }
  return [...entries].map(([pattern, file]) => `  ${pattern} ${file};`);
}

const escapeRegex = (text: string): string => text.replaceAll('.', String.raw`\.`);

function serverName(host: string): string {
  if (host.startsWith('*.')) return `"~^[a-zA-Z0-9-]+${escapeRegex(host.slice(1))}$"`;
  return host;
}

function formatPlain(
  routing: Routing,
  dialect: IngressDialect,
  place: NginxPlace,
  upstreams: ReadonlyMap<string, string>,
): string[] {
  const listen = listenOn(place, place.httpPort);
  const { get, other } = dialect.redirectStatus;
  const redirect = [
    ...(get === other ? [] : [`if ($request_method = GET) { return ${get} https://$host$request_uri; }`]),
    `return ${other} https://$host$request_uri;`,
  ].join(' ');
  if (dialect.redirect === 'everything')
    return [`server { listen ${listen} default_server; server_name _; ${redirect} }`];
  return [
    ...formatDefault(routing, dialect, `${listen} default_server`, upstreams, 80),
    ...named(routing).flatMap((host) => {
      if (dialect.redirect === 'hosts-with-tls' && host.hasTls)
        return [`server { listen ${listen}; server_name ${serverName(host.host)}; ${redirect} }`];
      return formatHost(host, dialect, listen, upstreams, 80);
    }),
  ];
}

function formatSecure(
  routing: Routing,
  dialect: IngressDialect,
  place: NginxPlace,
  upstreams: ReadonlyMap<string, string>,
): string[] {
  const listen = listenOn(place, place.httpsPort);
  return [
    ...formatDefault(routing, dialect, `${listen} ssl http2 default_server`, upstreams, 443),
    ...named(routing).flatMap((host) => formatHost(host, dialect, `${listen} ssl http2`, upstreams, 443)),
  ];
}

const named = ({ hosts }: Routing): HostRouting[] => hosts.filter(({ host }) => host !== '');

function formatDefault(
  { hosts }: Routing,
  dialect: IngressDialect,
  listen: string,
  upstreams: ReadonlyMap<string, string>,
  port: number,
): string[] {
  const any = hosts.find(({ host }) => host === '') ?? { host: '', paths: [], hasTls: false };
  return formatHost({ ...any, host: '_' }, dialect, listen, upstreams, port);
}

function formatHost(
  { host, paths }: HostRouting,
  dialect: IngressDialect,
  listen: string,
  upstreams: ReadonlyMap<string, string>,
  port: number,
): string[] {
  const hasRoot = paths.some(({ path, isExact }) => path === '/' && !isExact);
  return [
    `server {`,
    `  listen ${listen}; server_name ${serverName(host)};`,
    '  proxy_set_header Host $http_host;',
    '  proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_header;',
    '  proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Real-Ip $remote_addr;',
    '  proxy_set_header X-Forwarded-Host $http_host; proxy_set_header X-Forwarded-Server $hostname;',
    `  proxy_set_header X-Forwarded-Proto $forwarded_proto; proxy_set_header X-Forwarded-Port ${port};`,
    ...paths.flatMap((path) => formatPath(path, dialect, upstreams)),
    ...(hasRoot ? [] : [`  location / { return 404 "${dialect.notFound}"; }`]),
    '}',
  ];
}

function formatPath(
  { path, isExact, endpoints }: PathRouting,
  { isPrefixByText, noEndpoint }: IngressDialect,
  upstreams: ReadonlyMap<string, string>,
): string[] {
  const upstream = upstreams.get(endpoints.join(' '));
  const body = upstream === undefined ? `return 503 "${noEndpoint}";` : `proxy_pass http://${upstream};`;
  const at = (match: string): string => `  location ${match} { ${body} }`;
  if (isExact) return [at(`= "${path}"`)];
  if (isPrefixByText || path.endsWith('/')) return [at(`^~ "${path}"`)];
  return [at(`= "${path}"`), at(`^~ "${path}/"`)];
}
