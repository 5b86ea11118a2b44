import {
  createAdvancedClient,
  withAdditionalInterceptors,
  withDefaultPageSize,
  withHTTPClient,
  withProfile,
  withUserAgentSuffix,
  type Client,
} from '@scaleway/sdk-client';
import { UnexpectedAnswer } from '../errors/call-errors.ts';
import { InvalidOption } from '../errors/run-errors.ts';
import { ScwInfraError } from '../errors/scw-infra-error.ts';
import { describeCall } from './describe-call.ts';
import { createHttpClient, type RetryEvent } from './http-client.ts';
import { defaultRetryPolicy, type RetryPolicy } from './retry.ts';

export interface ScalewayClientOptions {
  /** @default 'https://api.scaleway.com' */
  apiUrl?: string;
  accessKey: string;
  secretKey: string;
  projectId: string;
  organizationId: string;
  /** For example `fr-par`. */
  region: string;
  /** For example `fr-par-1`. */
  zone: string;
  /** Stops every call of this client. Operations take a signal of their own as well. */
  signal?: AbortSignal;
  /** Limit of one attempt of one call, body included. @default 30_000 */
  timeoutMs?: number;
  retry?: Partial<RetryPolicy>;
  /** Told before a call is repeated. */
  onRetry?: (event: RetryEvent) => void;
  /** @default globalThis.fetch */
  fetch?: typeof fetch;
  /** In [0, 1), for the jitter. @default Math.random */
  random?: () => number;
}

/** Where to, as whom, and how patiently. Holds the keys without showing them. */
export interface ScalewayClient {
  readonly apiUrl: string;
  readonly projectId: string;
  readonly organizationId: string;
  readonly region: string;
  readonly zone: string;
  readonly retry: RetryPolicy;
  readonly random: () => number;
  /**
   * A client for any API of Scaleway's SDK, with this client's time limits, retries and typed errors.
   * What it is given to stops when either signal is aborted.
   */
  sdkClient(signal?: AbortSignal): Client;
  /** The same for another zone. */
  inZone(zone: string): ScalewayClient;
  /** The same with another patience. */
  withRetry(retry: Partial<RetryPolicy>): ScalewayClient;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const pageSize = 100;

function checkOptions(options: ScalewayClientOptions, apiUrl: string): void {
  const check = (option: keyof ScalewayClientOptions, isValid: boolean, expected: string): void => {
    if (!isValid) throw new InvalidOption(option, expected);
  };
  check('apiUrl', URL.canParse(apiUrl) && /^https?:/.test(apiUrl), 'an http or https URL');
  check('accessKey', /^SCW[A-Z0-9]{17}$/i.test(options.accessKey), 'SCW and 17 letters or digits');
  check('secretKey', uuid.test(options.secretKey), 'a UUID');
  check('projectId', uuid.test(options.projectId), 'a UUID');
  check('organizationId', uuid.test(options.organizationId), 'a UUID');
  check('region', /^[a-z]{2}-[a-z]{3}$/.test(options.region), 'a region like fr-par');
  check('zone', /^[a-z]{2}-[a-z]{3}-[1-9]$/.test(options.zone), 'a zone like fr-par-1');
  check('timeoutMs', (options.timeoutMs ?? 1) > 0, 'a number of milliseconds above 0');
}

/** What the SDK itself throws, for example on an answer of another shape, as a typed error. */
function wrapSdkError({ request, error }: { request: Request; error: unknown }): Promise<never> {
  if (error instanceof ScwInfraError) return Promise.reject(error);
  const path = new URL(request.url).pathname;
  const call = { doing: describeCall(request.method, path), method: request.method, path };
  return Promise.reject(new UnexpectedAnswer(call, 'the answer has an unknown shape', error));
}

/**
 * Prepares the way to Scaleway. Nothing is sent yet.
 *
 * @throws {InvalidOption} when an option cannot be right; keys are never repeated in the message.
 * @example
 * const client = createScalewayClient({ accessKey, secretKey, projectId, organizationId, region: 'fr-par', zone: 'fr-par-1' });
 */
export function createScalewayClient(options: ScalewayClientOptions): ScalewayClient {
  const apiUrl = (options.apiUrl ?? 'https://api.scaleway.com').replace(/\/+$/, '');
  checkOptions(options, apiUrl);
  const { accessKey, secretKey, projectId, organizationId, region, zone } = options;
  const retry = { ...defaultRetryPolicy, ...options.retry };
  const random = options.random ?? Math.random;
  const sdkClient = (signal?: AbortSignal): Client => {
    const signals = [options.signal, signal].filter((one) => one !== undefined);
    return createAdvancedClient(
      withProfile({
        apiURL: apiUrl,
        accessKey,
        secretKey,
        defaultProjectId: projectId,
        defaultOrganizationId: organizationId,
        defaultRegion: region,
        defaultZone: zone,
      }),
      withDefaultPageSize(pageSize),
      withUserAgentSuffix('wescale-scw-infra'),
      withAdditionalInterceptors([{ responseError: wrapSdkError }]),
      withHTTPClient(
        createHttpClient({
          fetch: options.fetch ?? fetch,
          timeoutMs: options.timeoutMs ?? 30_000,
          retry,
          zone,
          random,
          signal: signals.length > 1 ? AbortSignal.any(signals) : signals[0],
          onRetry: options.onRetry,
        }),
      ),
    );
  };
  const inZone = (other: string): ScalewayClient => createScalewayClient({ ...options, zone: other });
  const withRetry = (other: Partial<RetryPolicy>): ScalewayClient =>
    createScalewayClient({ ...options, retry: { ...options.retry, ...other } });
  return { apiUrl, projectId, organizationId, region, zone, retry, random, sdkClient, inZone, withRetry };
}
