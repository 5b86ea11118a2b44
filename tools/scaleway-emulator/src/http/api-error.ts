/** An answer of the API that is no success; the bodies are those recorded (facts/scaleway.md, section 2, "Errors"). */
export class ApiError extends Error {
  readonly status: number;
  /** The JSON body; undefined for an empty one without a content type. */
  readonly body: Record<string, unknown> | undefined;

  constructor(status: number, body: Record<string, unknown> | undefined) {
    super(`${status} ${JSON.stringify(body)}`);
    this.status = status;
    this.body = body;
  }
}

/** @param resource - as the API calls it: `instance_server`, `volume`, `ssh_key` … */
export const notFound = (resource: string, resourceId: string): ApiError =>
  new ApiError(404, {
    type: 'not_found',
    message: 'resource is not found',
    resource,
    resource_id: resourceId,
  });

export interface InvalidArgument {
  argument_name: string;
  reason: 'unknown' | 'required' | 'format' | 'constraint';
  help_message?: string;
}

export const invalidArguments = (...details: InvalidArgument[]): ApiError =>
  new ApiError(400, { type: 'invalid_arguments', message: 'invalid argument(s)', details });

/**
 * The Instance API's older form, for what its state does not allow: a 400 `server should be running` was answered to
 * the terminate of a stopped server (docker-machine-driver-scaleway#99).
 */
export const invalidRequest = (message: string): ApiError =>
  new ApiError(400, { type: 'invalid_request_error', message });

export const preconditionFailed = (status: 400 | 412, precondition: string, helpMessage: string): ApiError =>
  new ApiError(status, {
    help_message: helpMessage,
    message: 'precondition is not respected',
    precondition,
    type: 'precondition_failed',
  });

export const authenticationDenied = (): ApiError =>
  new ApiError(401, {
    message: 'authentication is denied',
    method: 'api_key',
    reason: 'not_found',
    type: 'denied_authentication',
  });

export const permissionsDenied = (action: string, resource: string): ApiError =>
  new ApiError(403, {
    details: [{ action, resource }],
    message: 'insufficient permissions',
    type: 'permissions_denied',
  });

export const quotasExceeded = (resource: string, quota: number, current: number = quota): ApiError =>
  new ApiError(403, {
    details: [{ current, quota, resource }],
    message: 'quota(s) exceeded for this resource',
    type: 'quotas_exceeded',
  });

// Assumption: out of stock is 403 with the fields that the official SDK reads.
export const outOfStock = (resource: string): ApiError =>
  new ApiError(403, { message: 'resource is out of stock', resource, type: 'out_of_stock' });

export const alreadyExists = (resource: string, resourceId: string, helpMessage: string): ApiError =>
  new ApiError(409, {
    help_message: helpMessage,
    message: 'resource already exists',
    resource,
    resource_id: resourceId,
    type: 'already_exists',
  });

/** The Domains API refuses some requests without a type (facts/scaleway.md, section 2, "403 untyped DNS"). */
export const untypedForbidden = (
  message: 'subdomain not found' | 'domain not found' | "root zone can't be deleted",
): ApiError => new ApiError(403, { message });

/** 501: what the real API may well accept, and the emulator does not play. It never pretends. */
export const notPlayed = (what: string): ApiError =>
  new ApiError(501, { type: 'not_played', message: `The emulator does not play ${what}.` });

/** The form recorded for the VPC gateway (facts/scaleway.md, section 2, the 409 of "Errors"). */
export const transientState = (resource: string, resourceId: string, currentState: string): ApiError =>
  new ApiError(409, {
    current_state: currentState,
    message: 'resource is in a transient state',
    resource,
    resource_id: resourceId,
    type: 'transient_state',
  });
