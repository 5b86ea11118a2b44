import { isDeepStrictEqual } from 'node:util';

import { ApiError } from '../kubernetes/api-error.ts';
import type { Condition, TypedObject } from '../kubernetes/kubernetes-object.ts';
import { listObjects, readObject } from '../kubernetes/read-objects.ts';
import { deleteObject } from '../kubernetes/write-objects.ts';
import { decideIssuance, judgeReadiness, readLeaf } from './decide-issuance.ts';
import { IssuanceFailedError, issueCertificate } from './issue-certificate.ts';
import type { ManagerContext, ReadyIssuer } from './manager-context.ts';
import { renewalTime } from './renewal-time.ts';
import {
  certificatePath,
  certificatesApi,
  pathOf,
  type Certificate,
  type CertificateRequest,
  type Secret,
} from './resources.ts';
import { runTasks, type Tasks } from './run-tasks.ts';
import { findCondition, formatTime, setCondition } from './set-condition.ts';
import { writeStatus } from './write-secret.ts';

export interface CertificateManager {
  /** Looks at all certificates. @returns when it wants to look again, in milliseconds from now */
  reconcile(
    certificates: ReadonlyMap<string, Certificate>,
    secrets: ReadonlyMap<string, Secret>,
  ): Promise<number>;
  stop(): Promise<void>;
}

/** Issues, renews and judges certificates. @param onChange told when an issuance has ended */
export function certificateManager(
  context: ManagerContext,
  findIssuer: (certificate: Certificate) => ReadyIssuer | string,
  onChange: () => void,
): CertificateManager {
  const { now, timing, record, onLog } = context;
  /** Generations that are being issued. */
  const issuing = new Map<string, number | undefined>();
  const tasks: Tasks = runTasks((key, failure) => {
    issuing.delete(key);
    if (failure !== undefined) onLog(`Certificate ${key}: ${failure.message}`);
    onChange();
  });

  /** Milliseconds until a failed issuance may be tried again; 0 when it may now. */
  const backOff = ({ metadata, status }: Certificate): number => {
    const { lastFailureTime, failedIssuanceAttempts, conditions } = status ?? {};
    if (lastFailureTime === undefined || lastFailureTime === null) return 0;
    // A certificate that is another one now deserves another try.
    if (findCondition(conditions, 'Issuing')?.observedGeneration !== metadata.generation) return 0;
    const attempts = Math.max(1, failedIssuanceAttempts ?? 1);
    const delayMs = Math.min(
      timing.firstIssuanceRetryMs * 2 ** (attempts - 1),
      timing.longestIssuanceRetryMs,
    );
    return Math.max(0, new Date(lastFailureTime).getTime() + delayMs - now().getTime());
  };

  const write = async (
    certificate: Certificate,
    conditions: readonly Condition[],
    more: object,
  ): Promise<boolean> => {
    const before = certificate.status ?? {};
    const isSame =
      conditions === before.conditions &&
      Object.entries(more).every(([name, value]) =>
        isDeepStrictEqual(value ?? undefined, (before as Record<string, unknown>)[name] ?? undefined),
      );
    // What was read is old already: the news of it comes and is looked at.
    return isSame || (await tryToWrite(certificate, { conditions, ...more }));
  };
  const observed = ({ metadata }: Certificate): { observedGeneration?: number } =>
    metadata.generation === undefined ? {} : { observedGeneration: metadata.generation };

  async function issue(certificate: TypedObject<Certificate>, signal: AbortSignal): Promise<void> {
    const revision = (certificate.status?.revision ?? 0) + 1;
    let failure: IssuanceFailedError | undefined;
    try {
      await issueCertificate(context, certificate, revision, () => findIssuer(certificate), signal);
    } catch (error) {
      if (!(error instanceof IssuanceFailedError)) throw error;
      failure = error;
    }
    await settle(certificate, revision, failure);
    if (failure === undefined) await forgetRequests(context, certificate, revision);
  }

  /** Writes how an issuance ended, over whatever was written meanwhile. */
  async function settle(
    certificate: TypedObject<Certificate>,
    revision: number,
    failure?: IssuanceFailedError,
  ): Promise<void> {
    const message = `The certificate request has failed to complete and will be retried: ${failure?.message ?? ''}`;
    for (;;) {
      const current = await readCertificate(context, certificate);
      if (current === undefined) return;
      const before = current.status?.conditions;
      const condition = { type: 'Issuing', status: 'False', reason: 'Failed', message } as const;
      const status =
        failure === undefined
          ? {
              conditions: (before ?? []).filter(({ type }) => type !== 'Issuing'),
              ...{ revision, lastFailureTime: null, failedIssuanceAttempts: null },
            }
          : {
              conditions: setCondition(before, { ...condition, ...observed(certificate) }, now()),
              lastFailureTime: formatTime(now()),
              failedIssuanceAttempts: (current.status?.failedIssuanceAttempts ?? 0) + 1,
            };
      if (await tryToWrite(current, status)) break;
    }
    if (failure !== undefined) await record(certificate, 'Warning', 'Failed', message);
    else await record(certificate, 'Normal', 'Issuing', 'The certificate has been successfully issued');
  }

  /** @returns false when somebody was faster */
  async function tryToWrite(certificate: Certificate, status: object): Promise<boolean> {
    try {
      await writeStatus(context, certificate, status);
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 409) return false;
      throw error;
    }
  }

  async function reconcileOne(
    key: string,
    certificate: Certificate,
    secret: Secret | undefined,
  ): Promise<number> {
    const named: TypedObject<Certificate> = {
      ...certificate,
      apiVersion: certificatesApi,
      kind: 'Certificate',
    };
    const { metadata, spec, status } = certificate;
    const { isReady, reason, message } = judgeReadiness(certificate, secret, now());
    let conditions = setCondition(
      status?.conditions,
      { type: 'Ready', status: isReady ? 'True' : 'False', reason, message, ...observed(certificate) },
      now(),
    );
    const leaf = isReady ? readLeaf(secret) : undefined;
    const [from, to] = [new Date(leaf?.validFrom ?? 0), new Date(leaf?.validTo ?? 0)];
    const due = renewalTime(from, to, spec.renewBefore);
    const times = {
      notBefore: leaf === undefined ? null : formatTime(from),
      notAfter: leaf === undefined ? null : formatTime(to),
      renewalTime: leaf === undefined ? null : formatTime(due),
    };
    const lookAgainMs = leaf === undefined ? Infinity : Math.max(0, due.getTime() - now().getTime());
    const isUnderWay = tasks.has(key);
    if (isUnderWay && issuing.get(key) === metadata.generation) {
      await write(certificate, conditions, times);
      return lookAgainMs;
    }
    const verdict = decideIssuance(certificate, secret, now());
    const waitMs = verdict === undefined ? 0 : backOff(certificate);
    if (verdict === undefined || waitMs > 0) {
      tasks.stop(key);
      // One that another process began and that needs no end any more.
      if (verdict === undefined && findCondition(conditions, 'Issuing')?.status === 'True')
        conditions = conditions.filter(({ type }) => type !== 'Issuing');
      await write(certificate, conditions, times);
      return waitMs > 0 ? waitMs : lookAgainMs;
    }
    const next = setCondition(
      conditions,
      { type: 'Issuing', status: 'True', ...verdict, ...observed(certificate) },
      now(),
    );
    if (!(await write(certificate, next, times))) return Infinity;
    if (!isUnderWay) await record(named, 'Normal', 'Issuing', verdict.message);
    issuing.set(key, metadata.generation);
    tasks.start(key, (signal) => issue(named, signal));
    return Infinity;
  }

  return {
    async reconcile(certificates, secrets) {
      for (const key of tasks.keys()) if (!certificates.has(key)) tasks.stop(key);
      let againMs = Infinity;
      for (const [key, certificate] of certificates) {
        const { namespace = '' } = certificate.metadata;
        const secret = secrets.get(`${namespace}/${certificate.spec.secretName}`);
        againMs = Math.min(againMs, await reconcileOne(key, certificate, secret));
      }
      return againMs;
    },
    stop: () => tasks.stopAll(),
  };
}

async function readCertificate(
  { server }: ManagerContext,
  { metadata: { namespace = '', name, uid } }: Certificate,
): Promise<Certificate | undefined> {
  const current = await readObject<Certificate>(server, certificatePath(namespace, name));
  return current?.metadata.uid === uid ? current : undefined;
}

/** Removes requests of earlier revisions. @default one is kept, since cert-manager 1.18 */
async function forgetRequests(
  { server }: ManagerContext,
  certificate: Certificate,
  revision: number,
): Promise<void> {
  const { namespace, uid } = certificate.metadata;
  const requests = pathOf(certificatesApi, 'certificaterequests', namespace);
  const oldest = revision - (certificate.spec.revisionHistoryLimit ?? 1);
  for (const { metadata } of await listObjects<CertificateRequest>(server, requests)) {
    const its = Number(metadata.annotations?.['cert-manager.io/certificate-revision']);
    if (metadata.ownerReferences?.some((owner) => owner.uid === uid) === true && its <= oldest)
      await deleteObject(server, `${requests}/${metadata.name}`);
  }
}
