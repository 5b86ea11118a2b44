/**
 * Tokens of Rancher: `token-x7k2p:secret`, `ext/token-…:secret`, `kubeconfig-u-…:secret`. The name before the colon is no
 * secret.
 */
const bearerTokens = /((?:ext\/)?[a-z0-9][a-z0-9.-]*):([a-z0-9]{40,})/g;
/** A registration token as it stands in the address of a manifest. */
const importTokens = /(\/v3\/import\/)[^\s"'/]+?(_[a-z0-9-]+\.yaml)/g;
/** Fields of JSON that hold secrets, wherever a server may quote them. */
const secretFields =
  /("(?:password|newPassword|currentPassword|bootstrapPassword|token|bearerToken|secret|secretKey)"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;

/** Hides the given secrets, and whatever has the shape of one. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let hidden = text;
  for (const secret of secrets.filter((value) => value !== '').toSorted((a, b) => b.length - a.length)) {
    hidden = hidden.replaceAll(secret, '[hidden]');
    const quoted = JSON.stringify(secret).slice(1, -1);
    if (quoted !== secret) hidden = hidden.replaceAll(quoted, '[hidden]');
  }
  return hidden
    .replace(secretFields, '$1"[hidden]"')
    .replace(importTokens, '$1[hidden]$2')
    .replace(bearerTokens, '$1:[hidden]');
}
