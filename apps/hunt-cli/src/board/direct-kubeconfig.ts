import { parseDocument } from 'yaml';
import { BoardApiError } from './board-api-error.ts';

/**
 * A kubeconfig for programs whose resolver does not know the API's name: the address stands in its place, and the name
 * is still the one that the certificate has to be for.
 *
 * @param lookUp addresses of a host; undefined leaves everything as it is
 * @throws BoardApiError
 */
export async function directKubeconfig(
  text: string,
  lookUp: ((host: string) => Promise<readonly string[]>) | undefined,
): Promise<{ text: string; server: string }> {
  const document = parseDocument(text);
  const path = ['clusters', 0, 'cluster'];
  const server = document.getIn([...path, 'server']);
  if (typeof server !== 'string' || !URL.canParse(server))
    throw new BoardApiError("Scaleway's kubeconfig of the board names no server; try again");
  if (lookUp === undefined) return { text, server };
  const url = new URL(server);
  const [address] = await lookUp(url.hostname);
  if (address === undefined)
    throw new BoardApiError(`${url.hostname} has no address yet: the board has no node; run hunt kapsule`);
  document.setIn([...path, 'tls-server-name'], url.hostname);
  url.hostname = address;
  document.setIn([...path, 'server'], url.origin);
  return { text: document.toString(), server: url.origin };
}
