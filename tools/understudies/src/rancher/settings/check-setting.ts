/** What is wrong with a value of a setting; undefined when it is taken. */
export function checkSetting(name: string, value: string): string | undefined {
  switch (name) {
    case 'server-url':
      // Assumption: server-url must be an absolute http or https URL without path, query and slash at the end.
      return isOrigin(value) ? undefined : 'server-url must be a URL like https://rancher.example.com';
    case 'first-login':
      return ['true', 'false'].includes(value) ? undefined : 'first-login must be true or false';
    case 'agent-tls-mode':
      return ['strict', 'system-store'].includes(value)
        ? undefined
        : 'agent-tls-mode must be strict or system-store';
    case 'password-min-length':
    case 'auth-token-max-ttl-minutes':
    case 'auth-user-session-ttl-minutes':
    case 'kubeconfig-default-token-ttl-minutes':
      // Assumption: lengths and lifetimes must be whole numbers.
      return /^\d+$/.test(value) ? undefined : `${name} must be a whole number`;
    case 'eula-agreed':
      // Assumption: eula-agreed must be an ISO 8601 date.
      return /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value))
        ? undefined
        : 'eula-agreed must be an ISO 8601 date';
    default:
      return undefined;
  }
}

const isOrigin = (value: string): boolean => /^https?:\/\/[^/?#]+$/.test(value) && URL.canParse(value);
