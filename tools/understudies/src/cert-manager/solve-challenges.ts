import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import type { Dns01Challenge, Dns01Responder } from '@wescale/acme-dns01';

import { ownedBy, type TypedObject } from '../kubernetes/kubernetes-object.ts';
import { createObject, deleteObject, mergeObject } from '../kubernetes/write-objects.ts';
import { chooseSolver } from './choose-solver.ts';
import type { ManagerContext, ReadyIssuer } from './manager-context.ts';
import { openResponder, type Responder } from './open-responder.ts';
import { acmeApi, pathOf, type Challenge, type Order, type Solver } from './resources.ts';

/** A number for names, of what an object is for. */
export const shortHash = (...parts: readonly string[]): string =>
  String(createHash('sha256').update(parts.join('\n')).digest().readUInt32BE());

/**
 * Puts up records for the challenges of an order, each an object that tells how far it is: reasons and Events as
 * cert-manager's `pkg/controller/acmechallenges`. What fails is tried again, ever more slowly, until the signal ends it:
 * a key that is wrong may be put right meanwhile.
 */
export function challengeSolver(
  context: ManagerContext,
  ready: ReadyIssuer,
  order: TypedObject<Order>,
): Dns01Responder {
  const { server, record, timing } = context;
  const namespace = order.metadata.namespace ?? '';
  const challenges = pathOf(acmeApi, 'challenges', namespace);
  const objects = new Map<string, TypedObject<Challenge>>();
  const keyOf = ({ name, value }: Dns01Challenge): string => `${name} ${value}`;

  const create = async (one: Dns01Challenge, solver: Solver): Promise<void> => {
    const dnsName = one.name.replace(/^_acme-challenge\./, '');
    const made = await createObject<TypedObject<Challenge>>(server, challenges, {
      ...{ apiVersion: acmeApi, kind: 'Challenge' },
      metadata: {
        name: `${order.metadata.name}-${shortHash(order.metadata.uid ?? '', keyOf(one))}`,
        ...{ namespace, ownerReferences: [ownedBy(order)] },
      },
      spec: { dnsName, key: one.value, type: 'DNS-01', issuerRef: order.spec.issuerRef, solver },
    });
    objects.set(keyOf(one), made);
    await record(
      order,
      'Normal',
      'Created',
      `Created Challenge resource "${made.metadata.name}" for domain "${dnsName}"`,
    );
    await record(made, 'Normal', 'Started', 'Challenge scheduled for processing');
  };
  const tell = async (all: readonly Dns01Challenge[], status: object): Promise<void> => {
    for (const one of all) {
      const object = objects.get(keyOf(one));
      if (object !== undefined)
        await mergeObject(server, `${challenges}/${object.metadata.name}/status`, { status });
    }
  };
  const recordAll = async (
    all: readonly Dns01Challenge[],
    ...event: ['Normal' | 'Warning', string, string]
  ): Promise<void> => {
    for (const one of all) {
      const object = objects.get(keyOf(one));
      if (object !== undefined) await record(object, ...event);
    }
  };
  /** Challenges with whom they are put up by. */
  const bySolver = (all: readonly Dns01Challenge[]): Map<Solver, Dns01Challenge[]> => {
    const groups = new Map<Solver, Dns01Challenge[]>();
    for (const one of all) {
      const solver = solverFor(ready, one.name.replace(/^_acme-challenge\./, ''));
      groups.set(solver, [...(groups.get(solver) ?? []), one]);
    }
    return groups;
  };
  const withResponders = async (
    all: readonly Dns01Challenge[],
    action: (responder: Responder, some: readonly Dns01Challenge[]) => Promise<void>,
  ): Promise<void> => {
    for (const [solver, some] of bySolver(all)) {
      const wait = (reason: string): void => {
        const text = `Waiting for DNS-01 challenge propagation: ${reason}`;
        void tell(some, { reason: text }).catch((error: unknown) => context.onLog(String(error)));
      };
      await action(await openResponder(context, ready, solver, wait), some);
    }
  };
  return {
    async present(all, signal) {
      for (const [solver, some] of bySolver(all)) for (const one of some) await create(one, solver);
      await tell(all, { state: 'pending', processing: true, presented: false });
      for (
        let retryMs = timing.firstPresentRetryMs;
        ;
        retryMs = Math.min(retryMs * 2, timing.longestPresentRetryMs)
      ) {
        try {
          await withResponders(all, (responder, some) => responder.present(some, signal));
          break;
        } catch (error) {
          signal.throwIfAborted();
          const reason = error instanceof Error ? error.message : String(error);
          const message = `Error presenting challenge: ${reason}`;
          context.onLog(`Order ${namespace}/${order.metadata.name}: ${message}`);
          await tell(all, { reason });
          await recordAll(all, 'Warning', 'PresentError', message);
          await setTimeout(retryMs, undefined, { signal });
        }
      }
      await tell(all, { presented: true, reason: null });
      await recordAll(all, 'Normal', 'Presented', 'Presented challenge using DNS-01 challenge mechanism');
    },
    async waitUntilPublished(all, signal) {
      await withResponders(all, async (responder, some) => responder.waitUntilPublished(some, signal));
      await tell(all, { reason: null });
    },
    async cleanUp(all) {
      const signal = AbortSignal.timeout(30_000);
      await withResponders(all, (responder, some) => responder.cleanUp(some, signal));
    },
  };
}

/** @throws with cert-manager's words when no solver is for a name */
export function solverFor({ issuer }: ReadyIssuer, dnsName: string): Solver {
  const solver = chooseSolver(issuer.spec.acme.solvers ?? [], dnsName);
  if (solver === undefined)
    throw new Error(
      'Failed to determine a valid solver configuration for the set of domains on the Order: no configured challenge solvers can be used for this challenge',
    );
  return solver;
}

/** Takes down what an order left that was cut short, as its Challenges tell, and removes them. */
export async function cleanUpChallenges(
  context: ManagerContext,
  ready: ReadyIssuer,
  left: readonly Challenge[],
): Promise<void> {
  for (const { metadata, spec } of left) {
    const responder = await openResponder(context, ready, spec.solver, () => undefined);
    const record = { name: `_acme-challenge.${spec.dnsName}`, value: spec.key };
    await responder.cleanUp([record], AbortSignal.timeout(30_000)).catch((error: unknown) => {
      context.onLog(`Challenge ${metadata.name}: its record may be left: ${String(error)}`);
    });
    await deleteObject(
      context.server,
      `${pathOf(acmeApi, 'challenges', metadata.namespace)}/${metadata.name}`,
    );
  }
}
