import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

import type { Grafana } from '../grafana.ts';

export interface Answer {
  status: number;
  /** An object is sent as JSON, a text as HTML. */
  body?: object | string | Readable;
  headers?: Readonly<Record<string, string | string[]>>;
}

export interface Question {
  grafana: Grafana;
  request: IncomingMessage;
  /** Segments of the path that the route leaves open; `rest` for what a `*` at its end stands for. */
  parameters: Readonly<Record<string, string>>;
  query: URLSearchParams;
}

export interface Route {
  method: 'GET' | 'POST' | '*';
  /** `:name` stands for one segment, a `*` at the end for the rest. */
  path: string;
  /** Where it is known from. */
  fact: string;
  /** What nobody needs to log in for. @default false */
  isPublic?: boolean;
  /** Sends who is not logged in to the log-in page. @default false: 401 */
  isPage?: boolean;
  /** Names that the query may have. @default none; the data-source proxy passes on all */
  query?: readonly string[] | 'all';
  handle: (question: Question) => Answer | Promise<Answer>;
}

/** Parameters of a path that a route fits. */
export function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  const parameters: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    if (part === '*') return { ...parameters, rest: given.slice(index).join('/') };
    const segment = given[index];
    if (segment === undefined) return undefined;
    if (part.startsWith(':') && segment !== '') parameters[part.slice(1)] = decodeURIComponent(segment);
    else if (part !== segment) return undefined;
  }
  return given.length === wanted.length ? parameters : undefined;
}
