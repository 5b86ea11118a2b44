/** A kubeconfig with one context; JSON is YAML, and strings written so need no further quoting. */
export function formatKubeconfig(parts: {
  name: string;
  server: string;
  token: string;
  /** PEM; empty where everyone trusts the certificate. */
  caCertificates: string;
}): string {
  const { name, server, token, caCertificates } = parts;
  const authority =
    caCertificates === ''
      ? {}
      : { 'certificate-authority-data': Buffer.from(caCertificates).toString('base64') };
  const lines: [string, unknown][] = [
    ['apiVersion', 'v1'],
    ['kind', 'Config'],
    ['clusters', [{ name, cluster: { server, ...authority } }]],
    ['users', [{ name, user: { token } }]],
    ['contexts', [{ name, context: { user: name, cluster: name } }]],
    ['current-context', name],
  ];
  return lines.map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`).join('');
}
