import { Agent as HttpAgent, request as httpRequest, type RequestOptions } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { text } from 'node:stream/consumers';
import { ClusterUnreachableError, KubeconfigUnusableError } from '../errors.ts';
import { readKubeconfig, type ClusterAccess } from './kubeconfig.ts';

export interface KubernetesCall {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path and query, `/api/v1/namespaces?limit=1`. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: string;
  signal?: AbortSignal;
}

export interface KubernetesReply {
  status: number;
  body: string;
}

/** Sends one request to the Kubernetes API and takes its answer, whatever its status. */
export type KubernetesRequest = (call: KubernetesCall) => Promise<KubernetesReply>;

const timeLimitMs = 30_000;

/** Connections at once; more requests wait for one. */
const maxSockets = 6;

/** Connections are kept open while they are in use; the kubeconfig is read at the first request. */
export function createKubernetesRequest(
  kubeconfig: string | undefined,
  context: string | undefined,
): KubernetesRequest {
  let connection: Promise<Connection> | undefined;
  return async (call) => {
    if (kubeconfig === undefined) throw new KubeconfigUnusableError('no kubeconfig was given');
    connection ??= readKubeconfig(kubeconfig, context).then(connect);
    const { access, send } = await connection.catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    try {
      return await send(call);
    } catch (cause) {
      call.signal?.throwIfAborted();
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ClusterUnreachableError(
        `the Kubernetes API at ${access.server.origin} gives no answer: ${reason}`,
        { cause },
      );
    }
  };
}

interface Connection {
  access: ClusterAccess;
  send: KubernetesRequest;
}

function connect(access: ClusterAccess): Connection {
  const isTls = access.server.protocol === 'https:';
  const agent = isTls
    ? new HttpsAgent({
        keepAlive: true,
        maxSockets,
        rejectUnauthorized: !access.isUnverified,
        ...(access.certificateAuthority === undefined ? {} : { ca: access.certificateAuthority }),
        ...(access.clientCertificate === undefined ? {} : { cert: access.clientCertificate }),
        ...(access.clientKey === undefined ? {} : { key: access.clientKey }),
        ...(access.serverName === undefined ? {} : { servername: access.serverName }),
      })
    : new HttpAgent({ keepAlive: true, maxSockets });
  const base = access.server.pathname.replace(/\/$/, '');
  const send: KubernetesRequest = (call) =>
    new Promise((resolve, reject) => {
      const { method, path, headers, body, signal } = call;
      const limit = AbortSignal.timeout(timeLimitMs);
      const options: RequestOptions = {
        agent,
        method,
        headers: {
          accept: 'application/json',
          ...(access.token === undefined ? {} : { authorization: `Bearer ${access.token}` }),
          ...(body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }),
          ...headers,
        },
        signal: signal === undefined ? limit : AbortSignal.any([signal, limit]),
      };
      const request = (isTls ? httpsRequest : httpRequest)(
        new URL(base + path, access.server),
        options,
        (response) => {
          text(response).then(
            (answer) => resolve({ status: response.statusCode ?? 0, body: answer }),
            reject,
          );
        },
      );
      request.on('error', (error: NodeJS.ErrnoException) => {
        // The API closed a connection that it had kept open just as this request went out on it.
        const wasTooLate = method === 'GET' && request.reusedSocket && error.code === 'ECONNRESET';
        if (wasTooLate) send(call).then(resolve, reject);
        else reject(error);
      });
      request.end(body);
    });
  return { access, send };
}
