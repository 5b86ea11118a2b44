import type { Answer } from './route.ts';

/** Paths that probes ask over plain HTTP. */
const exempt = ['/ping', '/health'];

/**
 * What a request gets that did not come over TLS, in front of us or of a proxy: facts/k3s-rancher.md §4. Undefined when
 * it is let through.
 */
export function checkForwardedProto(request: {
  method: string;
  url: string;
  host: string;
  forwardedProto: string | undefined;
}): Answer | undefined {
  if (request.forwardedProto === 'https' || request.forwardedProto === 'wss') return undefined;
  if (exempt.some((prefix) => request.url.startsWith(prefix))) return undefined;
  // Assumption: HEAD is redirected like GET, and every other method is refused like POST.
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 400, body: 'Use HTTPS\n' };
  return { status: 302, headers: { location: `https://${request.host.replace(/:\d+$/, '')}${request.url}` } };
}
