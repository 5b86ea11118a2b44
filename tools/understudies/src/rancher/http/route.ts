import type { Readable } from 'node:stream';

import type { Static, TObject } from 'typebox';

import type { Rancher } from '../rancher.ts';
import type { Token, User } from '../state/state.ts';

/** One operation: what it accepts, where that is known from, and what it does. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** `:name` stands for one segment, a `*` at the end for all that follow. */
  path: string;
  /** The value of `?action=`, which tells operations of one path apart. */
  action?: string;
  /** The value of `?link=`, likewise. */
  link?: string;
  /** Where the real behaviour is known from. */
  fact: string;
  /** Whether it is answered without a token. */
  isPublic?: boolean;
  /** Whether kubelet asks it all the time: no state is read for it. */
  isProbe?: boolean;
  /** Rancher's minor version that brought it; before, it is 404. */
  since?: number;
  /** The feature flag that turns it off. */
  feature?: string;
  /** The names that the query may have besides `action` and `link`. */
  query?: readonly string[];
  /** Exactly the fields of the JSON body; without it no body is taken. */
  body?: TObject;
  handle: (rancher: Rancher, request: RouteRequest<unknown>) => Answer | Promise<Answer>;
}

export interface RouteRequest<Body> {
  params: Record<string, string>;
  query: Record<string, string>;
  body: Body;
  /** How the client reached us, for links: `https://rancher.example.com`. */
  origin: string;
  /** Path and query as sent. */
  url: string;
  /** Who asks; only public routes see it undefined. */
  caller: Caller | undefined;
}

export interface Caller {
  user: User;
  token: Token;
}

export interface Answer {
  status: number;
  headers?: Record<string, string | string[]>;
  /** An object is answered as JSON, text and what a stream brings as they are. */
  body?: object | string | Readable;
  /** Of text. @default 'text/plain' */
  contentType?: string;
}

export const ok = (body: object): Answer => ({ status: 200, body });
export const created = (body: object): Answer => ({ status: 201, body });
export const noContent = (): Answer => ({ status: 204 });

/** Defines a route whose handler sees the body that its schema describes. */
export function route<const Body extends TObject | undefined = undefined>(
  definition: Omit<Route, 'body' | 'handle'> & {
    body?: Body;
    handle: (
      rancher: Rancher,
      request: RouteRequest<Body extends TObject ? Static<Body> : undefined>,
    ) => Answer | Promise<Answer>;
  },
): Route {
  // The server checks the body before it calls `handle`: what arrives has the type of the schema.
  return definition as unknown as Route;
}

/** Who asks, on a route that is not public. */
export function callerOf({ caller }: RouteRequest<unknown>): Caller {
  if (caller === undefined) throw new Error('A route that needs a caller is marked public');
  return caller;
}

/** A resource as the API shows it. */
export interface Shown {
  id: string;
  [field: string]: unknown;
}
