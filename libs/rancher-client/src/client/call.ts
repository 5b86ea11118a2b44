import type { WebSocket } from 'ws';

type QueryValue = string | number | boolean;

/** One request to Rancher. */
export interface RancherCall {
  /** What it is for, to follow "could not" and "trying again to". */
  task: string;
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Parts of the path; each is escaped. */
  path: readonly string[];
  /** A list is there once for each of its values. */
  query?: Readonly<Record<string, QueryValue | readonly QueryValue[] | undefined>>;
  /** Sent as JSON. */
  body?: unknown;
  /** Values no error may show. */
  secrets?: readonly string[];
  /** Whether it may be sent again although it may have been acted on. @default true for GET alone */
  isRepeatable?: boolean;
  /** Times it is sent at most. @default what the client was given */
  attempts?: number;
  /** What a 401 means. @default 'not-signed-in' */
  unauthorized?: 'login-refused' | 'not-signed-in';
  signal?: AbortSignal | undefined;
}

/** A request for a websocket. */
export interface WebsocketCall extends Pick<RancherCall, 'task' | 'path' | 'query' | 'signal'> {
  /** Subprotocols, the best first. */
  protocols: readonly string[];
  /** Hears the socket before anything can come of it: the first message may arrive together with the upgrade. */
  onSocket: (socket: WebSocket) => void;
}

/** The path and the query of a call, as they go over the wire. */
export function targetOf({ path, query = {} }: Pick<RancherCall, 'path' | 'query'>): string {
  const parameters = Object.entries(query).flatMap(([name, value = []]) =>
    [value].flat().map((one) => `${encodeURIComponent(name)}=${encodeURIComponent(one)}`),
  );
  return `${pathOf(path)}${parameters.length === 0 ? '' : `?${parameters.join('&')}`}`;
}

export const pathOf = (path: readonly string[]): string =>
  `/${path.map((part) => encodeURIComponent(part)).join('/')}`;
