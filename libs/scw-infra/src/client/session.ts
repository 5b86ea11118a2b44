import { API as BlockApi } from '@scaleway/sdk-block/v1';
import { API as IamApi } from '@scaleway/sdk-iam/v1alpha1';
import { Instancev1 } from '@scaleway/sdk-instance';
import { API as MarketplaceApi } from '@scaleway/sdk-marketplace/v2';
import type { OperationOptions } from '../progress.ts';
import type { ResourceKind } from '../resource.ts';
import { waitUntil, type Wait } from './wait-until.ts';
import type { ScalewayClient } from './scaleway-client.ts';

/** One operation under way: the APIs with its signal, and whom to tell. */
export interface Session {
  readonly client: ScalewayClient;
  readonly instance: InstanceType<typeof Instancev1.API>;
  readonly block: BlockApi;
  readonly iam: IamApi;
  readonly marketplace: MarketplaceApi;
  readonly signal: AbortSignal | undefined;
  progress(resource: ResourceKind, action: string, awaiting?: string, limitMs?: number): void;
  wait<T>(
    resource: ResourceKind,
    action: string,
    wait: Omit<Wait<T>, 'signal' | 'timeoutMs' | 'onWait' | 'random'>,
  ): Promise<T>;
}

/** Opens the APIs for one operation. Nothing is sent. */
export function openSession(client: ScalewayClient, options: OperationOptions = {}): Session {
  const sdk = client.sdkClient(options.signal);
  const startedAt = performance.now();
  const { signal, onProgress, waitTimeoutMs = 300_000 } = options;
  const progress: Session['progress'] = (resource, action, awaiting, limitMs) => {
    const elapsedMs = Math.round(performance.now() - startedAt);
    onProgress?.({
      resource,
      action,
      elapsedMs,
      ...(awaiting === undefined ? {} : { awaiting }),
      ...(limitMs === undefined ? {} : { limitMs }),
    });
  };
  return {
    client,
    instance: new Instancev1.API(sdk),
    block: new BlockApi(sdk),
    iam: new IamApi(sdk),
    marketplace: new MarketplaceApi(sdk),
    signal,
    progress,
    wait: (resource, action, wait) =>
      waitUntil({
        ...wait,
        signal,
        timeoutMs: waitTimeoutMs,
        random: client.random,
        onWait: (awaiting) => progress(resource, action, awaiting, waitTimeoutMs),
      }),
  };
}
