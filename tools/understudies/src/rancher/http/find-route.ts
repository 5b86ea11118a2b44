import type { Route } from './route.ts';

/** The named segments of a path, or undefined where it does not fit; the rest of a `*` is under that name. */
export function matchPath(template: string, path: string): Record<string, string> | undefined {
  const wanted = template.split('/');
  const given = path.split('/');
  const params: Record<string, string> = {};
  if (wanted.at(-1) === '*') {
    wanted.pop();
    if (given.length <= wanted.length) return undefined;
    params['*'] = given.splice(wanted.length).join('/');
  }
  if (wanted.length !== given.length) return undefined;
  for (const [index, segment] of wanted.entries()) {
    const value = decodeURIComponent(given[index] ?? '');
    if (!segment.startsWith(':')) {
      if (segment !== value) return undefined;
    } else if (value === '') return undefined;
    else params[segment.slice(1)] = value;
  }
  return params;
}

export type FoundRoute =
  | { outcome: 'found'; route: Route; params: Record<string, string> }
  | { outcome: 'unknown-path' | 'unknown-method' | 'unknown-action' };

/** The route of a request; the first that fits in the order of the table. */
export function findRoute(
  routes: readonly Route[],
  request: { method: string; path: string; action: string | undefined; link: string | undefined },
): FoundRoute {
  let outcome: 'unknown-path' | 'unknown-method' | 'unknown-action' = 'unknown-path';
  for (const route of routes) {
    const params = matchPath(route.path, request.path);
    if (params === undefined) continue;
    if (route.method !== request.method) {
      if (outcome === 'unknown-path') outcome = 'unknown-method';
    } else if (route.action !== request.action || route.link !== request.link) outcome = 'unknown-action';
    else return { outcome: 'found', route, params };
  }
  return { outcome };
}
