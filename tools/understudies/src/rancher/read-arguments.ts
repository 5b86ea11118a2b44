export interface ServerArguments {
  /** Whether agents are told of a CA. */
  hasCaCertificates: boolean;
  httpPort: number;
}

/**
 * What the chart's Deployment passes: facts/k3s-rancher.md §4.
 *
 * @throws for any other argument
 */
export function readArguments(given: readonly string[]): ServerArguments {
  const read: ServerArguments = { hasCaCertificates: true, httpPort: 80 };
  for (const argument of given) {
    const [name = '', value = ''] = argument.split('=');
    if (argument === '--no-cacerts') read.hasCaCertificates = false;
    else if (name === '--http-listen-port' && /^\d+$/.test(value)) read.httpPort = Number(value);
    // TLS ends before Rancher here, so nothing listens on the other port.
    else if (argument !== '--https-listen-port=443' && argument !== '--add-local=true')
      throw new Error(`the understudy of Rancher knows no argument ${argument}`);
  }
  return read;
}
