import { parseServer } from './open-responder.ts';
import type { RecursiveNameservers } from './manager-context.ts';

export interface CertManagerArguments {
  clusterResourceNamespace: string;
  nameservers: RecursiveNameservers;
}

/** Arguments that the chart always passes and that change nothing here. */
const ignored =
  /^--(v=2|leader-election-namespace=.*|max-concurrent-challenges=60|acme-http01-solver-image=.*)$/;

/**
 * What the chart's Deployment passes (`deploy/charts/cert-manager/templates/deployment.yaml`).
 *
 * @throws for any other argument
 */
export function readArguments(given: readonly string[]): CertManagerArguments {
  let clusterResourceNamespace = 'kube-system';
  let isOnly = false;
  let servers: RecursiveNameservers['servers'];
  for (const argument of given) {
    const [name = '', value = ''] = argument.split('=');
    if (name === '--cluster-resource-namespace' && value !== '') clusterResourceNamespace = value;
    else if (argument === '--dns01-recursive-nameservers-only=true') isOnly = true;
    else if (name === '--dns01-recursive-nameservers') servers = value.split(',').map(parseServer);
    else if (!ignored.test(argument))
      throw new Error(`the understudy of cert-manager knows no argument ${argument}`);
  }
  if (isOnly && servers === undefined)
    throw new Error('--dns01-recursive-nameservers-only needs --dns01-recursive-nameservers here');
  return {
    clusterResourceNamespace,
    nameservers: { isOnly, ...(servers === undefined ? {} : { servers }) },
  };
}
