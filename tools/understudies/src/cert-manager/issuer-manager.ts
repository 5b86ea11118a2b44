import { keyOf } from '../kubernetes/kubernetes-object.ts';
import type { ManagerContext, ReadyIssuer } from './manager-context.ts';
import { registerIssuer } from './register-issuer.ts';
import { certificatesApi, type Certificate, type Issuer } from './resources.ts';
import { runTasks } from './run-tasks.ts';

export interface IssuerManager {
  /** Looks at all issuers. @returns when it wants to look again, in milliseconds from now */
  reconcile(issuers: ReadonlyMap<string, Issuer>, clusterIssuers: ReadonlyMap<string, Issuer>): number;
  /** The issuer of a certificate with its account; a text when it cannot issue: why */
  find(certificate: Certificate): ReadyIssuer | string;
  stop(): Promise<void>;
}

interface Known {
  generation: number | undefined;
  uid: string | undefined;
  ready?: ReadyIssuer;
  failures: number;
  retryAt: number;
}

/** Registers accounts and knows them. @param onChange told when an account was made or was not */
export function issuerManager(
  context: ManagerContext,
  clusterNamespace: string,
  onChange: () => void,
): IssuerManager {
  const { timing, onLog } = context;
  const known = new Map<string, Known>();
  const tasks = runTasks((key, failure) => {
    if (failure !== undefined) onLog(`${key}: ${failure.message}`);
    onChange();
  });

  const look = (kind: 'Issuer' | 'ClusterIssuer', issuer: Issuer): number => {
    const key = `${kind} ${keyOf(issuer)}`;
    const { generation, uid } = issuer.metadata;
    let entry = known.get(key);
    if (entry?.generation !== generation || entry?.uid !== uid) {
      tasks.stop(key);
      entry = { generation, uid, failures: 0, retryAt: 0 };
      known.set(key, entry);
    }
    if (entry === undefined || entry.ready !== undefined || tasks.has(key)) return Infinity;
    const waitMs = entry.retryAt - performance.now();
    if (waitMs > 0) return waitMs;
    const its = entry;
    const namespace = kind === 'Issuer' ? (issuer.metadata.namespace ?? '') : clusterNamespace;
    tasks.start(key, async (signal) => {
      try {
        const named = { ...issuer, apiVersion: certificatesApi, kind };
        its.ready = await registerIssuer(context, named, namespace, signal);
        onLog(`${key} is ready`);
      } catch (error) {
        const { firstRegistrationRetryMs, longestRegistrationRetryMs } = timing;
        its.retryAt =
          performance.now() +
          Math.min(firstRegistrationRetryMs * 2 ** its.failures, longestRegistrationRetryMs);
        its.failures += 1;
        throw error;
      }
    });
    return Infinity;
  };
  return {
    reconcile(issuers, clusterIssuers) {
      const there = new Set([
        ...[...issuers.keys()].map((key) => `Issuer ${key}`),
        ...[...clusterIssuers.keys()].map((key) => `ClusterIssuer ${key}`),
      ]);
      for (const key of known.keys()) {
        if (there.has(key)) continue;
        tasks.stop(key);
        known.delete(key);
      }
      return Math.min(
        Infinity,
        ...[...issuers.values()].map((issuer) => look('Issuer', issuer)),
        ...[...clusterIssuers.values()].map((issuer) => look('ClusterIssuer', issuer)),
      );
    },
    find({ metadata, spec }) {
      const { name, kind = 'Issuer' } = spec.issuerRef;
      const key = kind === 'Issuer' ? `Issuer ${metadata.namespace ?? ''}/${name}` : `ClusterIssuer ${name}`;
      const entry = known.get(key);
      if (entry === undefined) {
        const plural = `${kind.toLowerCase()}.cert-manager.io`;
        return `Referenced "${kind}" not found: ${plural} "${name}" not found`;
      }
      return entry.ready ?? 'Referenced issuer does not have a Ready status condition';
    },
    stop: () => tasks.stopAll(),
  };
}
