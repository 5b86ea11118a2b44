import {
  AlreadyExists,
  InvalidRequest,
  OutOfStock,
  PreconditionFailed,
  QuotaExceeded,
  ResourceLocked,
  ResourceNotFound,
  ScalewayAuthenticationDenied,
  ScalewayPermissionDenied,
  ScalewayUnavailable,
  TooManyRequests,
  TransientState,
  UnexpectedAnswer,
  type FailedCall,
  type ScalewayCallError,
} from './call-errors.ts';

type Json = Record<string, unknown>;

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parseBody(body: string): Json {
  try {
    const parsed: unknown = JSON.parse(body);
    return isJson(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const count = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
const details = (body: Json): Json[] =>
  Array.isArray(body['details']) ? body['details'].filter(isJson) : [];

function quotaExceeded(call: FailedCall, body: Json): QuotaExceeded {
  const [detail = {}] = details(body);
  const quota = count(detail['quota']);
  const current = count(detail['current']);
  return new QuotaExceeded(call, {
    resource: text(detail['resource']) || 'unnamed',
    ...(quota === undefined ? {} : { quota }),
    ...(current === undefined ? {} : { current }),
  });
}

function byType(call: FailedCall, body: Json, message: string, zone: string): ScalewayCallError | undefined {
  switch (body['type']) {
    case 'denied_authentication':
      return new ScalewayAuthenticationDenied(call);
    case 'permissions_denied': {
      const missing = details(body).map((one) => ({
        action: text(one['action']),
        resource: text(one['resource']),
      }));
      return new ScalewayPermissionDenied(call, missing, message);
    }
    case 'quotas_exceeded':
      return quotaExceeded(call, body);
    case 'out_of_stock':
      return new OutOfStock(call, text(body['resource']) || 'this type', zone);
    case 'invalid_arguments': {
      const invalid = details(body).map((one) => ({
        name: text(one['argument_name']),
        reason: text(one['help_message']) || text(one['reason']),
      }));
      return new InvalidRequest(call, invalid, message);
    }
    case 'invalid_request_error':
      return new InvalidRequest(call, [], message);
    case 'not_found':
    case 'unknown_resource':
      return new ResourceNotFound(call, text(body['resource']) || 'the resource', text(body['resource_id']));
    case 'already_exists':
      return new AlreadyExists(call, text(body['help_message']) || message);
    case 'transient_state':
      return new TransientState(
        call,
        text(body['resource']) || 'the resource',
        text(body['current_state']) || 'busy',
      );
    case 'precondition_failed':
      return new PreconditionFailed(call, text(body['precondition']) || message, text(body['help_message']));
    case 'locked':
      return new ResourceLocked(call, message);
    case 'too_many_requests':
      return new TooManyRequests(call);
    default:
      return undefined;
  }
}

/**
 * The typed error for an answer that is not 2xx. The body's `type` decides, then the status:
 * Scaleway's rate limiter answers 429 with an empty body, and its gateway 5xx without a type.
 */
export function classifyAnswer(
  call: FailedCall & { status: number },
  bodyText: string,
  zone: string,
): ScalewayCallError {
  const body = parseBody(bodyText);
  const message = text(body['message']) || `status ${call.status}`;
  const typed = byType(call, body, message, zone);
  if (typed) return typed;
  if (call.status === 401) return new ScalewayAuthenticationDenied(call);
  if (call.status === 403) return new ScalewayPermissionDenied(call, [], message);
  // 410: a block volume that has already been deleted answers `expired`.
  if (call.status === 404 || call.status === 410)
    return new ResourceNotFound(call, 'the resource', call.path.split('/').at(-1) ?? '');
  if (call.status === 429) return new TooManyRequests(call);
  if (call.status >= 500) return new ScalewayUnavailable(call, message);
  if (call.status === 400) return new InvalidRequest(call, [], message);
  return new UnexpectedAnswer(call, message);
}
