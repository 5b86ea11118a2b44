const verbs: Record<string, string> = {
  GET: 'read',
  POST: 'create',
  PUT: 'change',
  PATCH: 'change',
  DELETE: 'delete',
};

/** First match wins. */
const nouns: [pattern: RegExp, noun: string][] = [
  [/\/user_data/, 'user data of instance'],
  [/\/lb\/v1\/.*\/private-networks/, 'private networks of load balancer'],
  [/\/lb\/v1\/.*\/ips/, 'IP of load balancer'],
  [/\/servers\/[^/]+\/action$/, 'power state of instance'],
  [/\/products\/servers\/availability/, 'availability of instance types'],
  [/\/servers/, 'instance'],
  [/\/security_groups\/[^/]+\/rules/, 'rules of security group'],
  [/\/security_groups/, 'security group'],
  [/\/ips/, 'IP'],
  [/\/ssh-keys/, 'SSH key'],
  [/\/local-images/, 'marketplace image'],
  [/\/dns-zones\/[^/]+\/records/, 'records of DNS zone'],
  [/\/dns-zones/, 'DNS zone'],
  [/\/private-networks/, 'private network'],
  [/\/clusters\/[^/]+\/upgrade$/, 'upgrade of cluster'],
  [/\/clusters\/[^/]+\/kubeconfig$/, 'kubeconfig of cluster'],
  [/\/clusters\/[^/]+\/acls$/, 'allowed sources of cluster'],
  [/\/clusters\/[^/]+\/nodes$/, 'nodes of cluster'],
  [/\/pools\/[^/]+\/upgrade$/, 'upgrade of pool'],
  [/\/pools/, 'pool'],
  [/\/k8s\/v1\/.*\/versions/, 'Kubernetes versions'],
  [/\/clusters/, 'cluster'],
  [/\/lbs/, 'load balancer'],
  [/\/quota/, 'quota'],
  [/\/block\/v1\/.*\/volumes/, 'block volume'],
];

/** Says in words what a call does: `create security group`. An unknown path is said as it is. */
export function describeCall(method: string, path: string): string {
  const [, noun = path] = nouns.find(([pattern]) => pattern.test(path)) ?? [];
  const verb = path.endsWith('/action')
    ? 'change'
    : path.endsWith('/upgrade')
      ? 'start'
      : (verbs[method] ?? method);
  return `${verb} ${noun}`;
}
