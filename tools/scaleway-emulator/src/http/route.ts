import type { Static, TObject, TSchema } from 'typebox';

import type { World } from '../state/world.ts';

/** One operation of the API: what it accepts, where that is known from, and what it does. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  /** Where the real API's behaviour is known from. */
  fact: string;
  /** `text` takes a plain text body; a schema takes JSON with exactly its fields; nothing takes no body. */
  body?: TSchema | 'text';
  query?: TObject;
  /** Fields of the body and the query that the real API has and the emulator answers with 501. */
  notPlayed?: readonly string[];
  handle: (world: World, request: RouteRequest<unknown, unknown>) => Answer | Promise<Answer>;
}

export interface RouteRequest<Body, Query> {
  /** The named segments of the path. */
  params: Record<string, string>;
  query: Query;
  body: Body;
}

export interface Answer {
  status: number;
  headers?: Record<string, string>;
  /** An object is answered as JSON, bytes as they are. */
  body?: object | Buffer;
  /** @default 'application/json' */
  contentType?: 'application/json' | 'text/plain' | 'application/octet-stream';
}

type BodyOf<Schema> = Schema extends 'text' ? Buffer : Schema extends TSchema ? Static<Schema> : undefined;
type QueryOf<Schema> = Schema extends TObject ? Static<Schema> : Record<string, never>;

/** Defines a route whose handler sees the body and query that its schemas describe. */
export function route<
  const Body extends TSchema | 'text' | undefined = undefined,
  const Query extends TObject | undefined = undefined,
>(definition: {
  method: Route['method'];
  path: string;
  fact: string;
  body?: Body;
  query?: Query;
  notPlayed?: readonly string[];
  handle: (world: World, request: RouteRequest<BodyOf<Body>, QueryOf<Query>>) => Answer | Promise<Answer>;
}): Route {
  // The server validates before it calls `handle`: what arrives has the type of the schema.
  return definition as unknown as Route;
}
