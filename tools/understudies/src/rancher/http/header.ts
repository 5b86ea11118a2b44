import type { IncomingMessage } from 'node:http';

/** A header that is sent once; several of a name are taken for none. */
export function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return typeof value === 'string' ? value : undefined;
}
