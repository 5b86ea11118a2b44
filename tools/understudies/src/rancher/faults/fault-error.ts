import { ApiError, type ApiErrorCode } from '../http/api-error.ts';
import type { Fault } from './fault.ts';

const codes: Record<Exclude<Fault['kind'], 'slow' | 'reply_lost'>, ApiErrorCode> = {
  unauthorized: 'Unauthorized',
  conflict: 'Conflict',
  server_error: 'ServerError',
  unavailable: 'ClusterUnavailable',
};

/** The refusal that a fault is; undefined for one that lets the request through. */
export function faultError({ kind }: Fault): ApiError | undefined {
  return kind === 'slow' || kind === 'reply_lost'
    ? undefined
    : new ApiError(codes[kind], `${kind} on demand`);
}
