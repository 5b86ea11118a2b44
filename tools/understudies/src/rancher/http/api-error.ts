/** Codes of Rancher's error bodies and their status. */
const statuses = {
  ActionNotAvailable: 404,
  ClusterUnavailable: 503,
  Conflict: 409,
  InvalidBodyContent: 422,
  InvalidOption: 422,
  MethodNotAllowed: 405,
  MissingRequired: 422,
  NotFound: 404,
  PermissionDenied: 403,
  ServerError: 500,
  Unauthorized: 401,
} as const;

export type ApiErrorCode = keyof typeof statuses;

/** What a route refuses with. */
export class ApiError extends Error {
  readonly code: ApiErrorCode;
  readonly status: number;

  constructor(code: ApiErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.status = statuses[code];
  }
}

/** facts/k3s-rancher.md §3: the norman error body. */
export const errorBody = ({
  code,
  status,
  message,
}: Pick<ApiError, 'code' | 'status' | 'message'>): object => ({
  // Assumption: Steve under /v1 answers errors in the form recorded for norman under /v3.
  type: 'error',
  status,
  code,
  message,
  baseType: 'error',
});
