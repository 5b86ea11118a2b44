export interface IngressNginxArguments {
  httpPort: number;
  httpsPort: number;
  publishedService?: string;
}

/** Arguments that the chart always passes and that change nothing here. */
const ignored =
  /^(\/nginx-ingress-controller|--election-id=.*|--controller-class=k8s\.io\/ingress-nginx|--ingress-class=nginx)$/;

/**
 * What the chart's Deployment passes (`charts/ingress-nginx/templates/_params.tpl@0651ac7`).
 *
 * @throws for any other argument
 */
export function readArguments(given: readonly string[]): IngressNginxArguments {
  const read: IngressNginxArguments = { httpPort: 80, httpsPort: 443 };
  for (const argument of given) {
    const [name = '', value = ''] = argument.split('=');
    if (name === '--publish-service' && value !== '') read.publishedService = value;
    else if (name === '--http-port' && /^\d+$/.test(value)) read.httpPort = Number(value);
    else if (name === '--https-port' && /^\d+$/.test(value)) read.httpsPort = Number(value);
    else if (!ignored.test(argument))
      throw new Error(`the understudy of ingress-nginx knows no argument ${argument}`);
  }
  return read;
}
