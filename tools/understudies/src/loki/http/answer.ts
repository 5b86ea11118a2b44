/** What a route answers with. */
export interface Answer {
  status: number;
  contentType?: string;
  body?: string;
}

/** What a request asks, its query and its form in one. */
export interface LokiRequest {
  method: string;
  path: string;
  parameters: URLSearchParams;
  headers: Readonly<Record<string, string | undefined>>;
  body: Buffer;
}

/** `{"status":"success","data":…}`; an empty list is left out, as Go's `omitempty` does it. */
export const success = (data: unknown): Answer => ({
  status: 200,
  contentType: 'application/json; charset=UTF-8',
  body: JSON.stringify({
    status: 'success',
    ...(Array.isArray(data) && data.length === 0 ? {} : { data }),
  }),
});

export const plain = (status: number, body: string): Answer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  body,
});
