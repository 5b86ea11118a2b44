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
  [/\/block\/v1\/.*\/volumes/, 'block volume'],
];

/** Says in words what a call does: `create security group`. An unknown path is said as it is. */
export function describeCall(method: string, path: string): string {
  const [, noun = path] = nouns.find(([pattern]) => pattern.test(path)) ?? [];
  const verb = path.endsWith('/action') ? 'change' : (verbs[method] ?? method);
  return `${verb} ${noun}`;
}
