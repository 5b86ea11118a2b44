export interface TraefikArguments {
  httpPort: number;
  httpsPort: number;
  pingPort: number;
  publishedService?: string;
  redirectsEverything: boolean;
}

/** Arguments with one possible value, which the chart always passes. */
const fixed: Readonly<Record<string, string>> = {
  '--ping': 'true',
  '--log.level': 'INFO',
  '--global.checkNewVersion': 'false',
  '--providers.kubernetesingress': 'true',
  '--entryPoints.websecure.http.tls': 'true',
};

const ports: Readonly<Record<string, 'httpPort' | 'httpsPort' | 'pingPort'>> = {
  '--entryPoints.web.address': 'httpPort',
  '--entryPoints.websecure.address': 'httpsPort',
  '--entryPoints.traefik.address': 'pingPort',
};

const redirection = '--entryPoints.web.http.redirections.entryPoint.';

/**
 * What the chart's Deployment passes (traefik-helm-chart `traefik/templates/_podtemplate.tpl`).
 *
 * @throws for any other argument
 */
export function readArguments(given: readonly string[]): TraefikArguments {
  const read: TraefikArguments = { httpPort: 80, httpsPort: 443, pingPort: 8080, redirectsEverything: false };
  const redirect: Record<string, string> = {};
  for (const argument of given) {
    const [name = '', ...rest] = argument.split('=');
    const value = rest.length === 0 ? 'true' : rest.join('=');
    const port = ports[name];
    const [, number] = /^:(\d+)\/tcp$/.exec(value) ?? [];
    if (port !== undefined && number !== undefined) read[port] = Number(number);
    else if (name === '--providers.kubernetesingress.ingressendpoint.publishedservice')
      read.publishedService = value;
    else if (name.startsWith(redirection)) redirect[name.slice(redirection.length)] = value;
    else if (fixed[name] !== value)
      throw new Error(`the understudy of Traefik knows no argument ${argument}`);
  }
  if (Object.keys(redirect).length > 0) {
    const { to, scheme, permanent, ...others } = redirect;
    // `:443` is the port that the Service has for the entry point websecure.
    const isKnown = to === ':443' && scheme === 'https' && permanent === 'true';
    if (!isKnown || Object.keys(others).length > 0)
      throw new Error('only a permanent redirection of everything to websecure is played');
    read.redirectsEverything = true;
  }
  return read;
}
