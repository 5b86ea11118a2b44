import type { KeyObject } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';

import { AcmeDns01Error, obtainCertificate } from '@wescale/acme-dns01';

import { ownedBy, type Condition, type TypedObject } from '../kubernetes/kubernetes-object.ts';
import { listObjects, readObject } from '../kubernetes/read-objects.ts';
import { createObject, deleteObject, mergeObject } from '../kubernetes/write-objects.ts';
import { encodeKey, generateKey, matchesSpec, readKey } from './certificate-key.ts';
import { makeRequest } from './make-request.ts';
import { patientLimits, type ManagerContext, type ReadyIssuer } from './manager-context.ts';
import {
  acmeApi,
  certificatesApi,
  pathOf,
  secretPath,
  type Certificate,
  type CertificateRequest,
  type Challenge,
  type Order,
  type Secret,
} from './resources.ts';
import { formatTime, setCondition } from './set-condition.ts';
import { challengeSolver, cleanUpChallenges, shortHash, solverFor } from './solve-challenges.ts';
import { writeSecret } from './write-secret.ts';

/** The CA or an issuer said no for good: the certificate request has failed, and another comes after a while. */
export class IssuanceFailedError extends Error {}

/**
 * One issuance from a CertificateRequest over its Order and its Challenges to the Secret; each object tells how far it is.
 *
 * @throws {@link IssuanceFailedError}, and whatever the API had against it
 */
export async function issueCertificate(
  context: ManagerContext,
  certificate: TypedObject<Certificate>,
  revision: number,
  findIssuer: () => ReadyIssuer | string,
  signal: AbortSignal,
): Promise<void> {
  const { server, record, now } = context;
  const { metadata, spec } = certificate;
  const namespace = metadata.namespace ?? '';
  const requests = pathOf(certificatesApi, 'certificaterequests', namespace);
  const name = `${metadata.name}-${revision}`;
  await cleanUpRequest(context, namespace, name, findIssuer, signal);
  const key = await chooseKey(context, certificate);
  const request = await makeRequest(key, spec.dnsNames);
  const made = await createObject<TypedObject<CertificateRequest>>(server, requests, {
    ...{ apiVersion: certificatesApi, kind: 'CertificateRequest' },
    metadata: {
      ...{ name, namespace, ownerReferences: [ownedBy(certificate)] },
      annotations: {
        'cert-manager.io/certificate-name': metadata.name,
        'cert-manager.io/certificate-revision': String(revision),
      },
    },
    spec: {
      ...{ request, issuerRef: spec.issuerRef },
      ...(spec.usages === undefined ? {} : { usages: spec.usages }),
      ...(spec.duration === undefined ? {} : { duration: spec.duration }),
    },
  });
  await record(certificate, 'Normal', 'Requested', `Created new CertificateRequest resource "${name}"`);
  let conditions: readonly Condition[] | undefined;
  const tell = async (condition: Omit<Condition, 'lastTransitionTime'>, more: object = {}): Promise<void> => {
    const next = setCondition(conditions, condition, now());
    if (next === conditions && Object.keys(more).length === 0) return;
    conditions = next;
    await mergeObject(server, `${requests}/${name}/status`, { status: { conditions, ...more } });
  };
  const ready = (status: 'True' | 'False', reason: string, message: string) => ({
    ...{ type: 'Ready', status, reason, message },
  });
  const approval = 'Certificate request has been approved by cert-manager.io';
  await tell({ type: 'Approved', status: 'True', reason: 'cert-manager.io', message: approval });
  await record(made, 'Normal', 'cert-manager.io', approval);

  const issuer = await waitForIssuer(context, findIssuer, signal, (reason) =>
    tell(ready('False', 'Pending', reason)),
  );
  const { profile } = issuer.issuer.spec.acme;
  const orders = pathOf(acmeApi, 'orders', namespace);
  const order = await createObject<TypedObject<Order>>(server, orders, {
    ...{ apiVersion: acmeApi, kind: 'Order' },
    metadata: {
      name: `${name}-${shortHash(made.metadata.uid ?? '')}`,
      ...{ namespace, ownerReferences: [ownedBy(made)] },
    },
    spec: {
      ...{ request, issuerRef: spec.issuerRef, dnsNames: spec.dnsNames },
      ...(profile === undefined ? {} : { profile }),
    },
  });
  const orderName = order.metadata.name;
  const orderStatus = `${orders}/${orderName}/status`;
  await record(made, 'Normal', 'OrderCreated', `Created Order resource ${namespace}/${orderName}`);
  const pending = `Waiting on certificate issuance from order ${namespace}/${orderName}: "pending"`;
  await tell(ready('False', 'Pending', pending));
  await record(made, 'Normal', 'OrderPending', pending);
  try {
    await mergeObject(server, orderStatus, { status: { state: 'pending' } });
    for (const dnsName of spec.dnsNames) solverFor(issuer, dnsName);
    const { trustedCertificates } = issuer;
    const { certificate: issued, cleanUpFailure } = await obtainCertificate({
      authorities: [
        {
          account: issuer.account,
          ...(trustedCertificates === undefined ? {} : { trustedCertificates }),
          ...(profile === undefined ? {} : { profile }),
        },
      ],
      names: [...new Set([...(spec.commonName === undefined ? [] : [spec.commonName]), ...spec.dnsNames])],
      keyPem: encodeKey(key, { encoding: 'PKCS8' }),
      responder: challengeSolver(context, issuer, order),
      limits: patientLimits,
      signal,
    });
    if (cleanUpFailure !== undefined)
      await record(
        order,
        'Warning',
        'CleanUpError',
        `Error cleaning up challenge: ${wordsOf(cleanUpFailure)}`,
      );
    const chain = Buffer.from(issued.chainPem).toString('base64');
    await mergeObject(server, orderStatus, { status: { state: 'valid', certificate: chain } });
    await record(order, 'Normal', 'Complete', 'Order completed successfully');
    await removeChallenges(context, order);
    await writeSecret(context, certificate, issued.chainPem, key);
    const fetched = 'Certificate fetched from issuer successfully';
    await tell(ready('True', 'Issued', fetched), { certificate: chain });
    await record(made, 'Normal', 'CertificateIssued', fetched);
  } catch (error) {
    signal.throwIfAborted();
    const failed = wordsOf(error);
    // Assumption: a request whose names the CA does not verify makes an Order `invalid`, and any other refusal makes it `errored`.
    const state =
      error instanceof AcmeDns01Error && error.code === 'authorization-failed' ? 'invalid' : 'errored';
    const failureTime = formatTime(now());
    await mergeObject(server, orderStatus, { status: { state, reason: failed, failureTime } });
    await record(order, 'Warning', 'Failed', failed);
    await removeChallenges(context, order);
    const message = `Failed to wait for order resource "${orderName}" to become ready: order is in "${state}" state: ${failed}`;
    await tell(ready('False', 'Failed', message), { failureTime });
    await record(made, 'Warning', 'OrderFailed', message);
    throw new IssuanceFailedError(message, { cause: error });
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The key in the Secret when it is never to change, else a new one. @default Always, since cert-manager 1.18 */
async function chooseKey({ server }: ManagerContext, { metadata, spec }: Certificate): Promise<KeyObject> {
  if (spec.privateKey?.rotationPolicy === 'Never') {
    const path = secretPath(metadata.namespace ?? '', spec.secretName);
    const value = (await readObject<Secret>(server, path))?.data?.['tls.key'];
    const key = value === undefined ? undefined : readKey(value);
    if (key !== undefined && matchesSpec(key, spec.privateKey)) return key;
  }
  return generateKey(spec.privateKey);
}

async function removeChallenges({ server }: ManagerContext, { metadata }: Order): Promise<void> {
  const challenges = pathOf(acmeApi, 'challenges', metadata.namespace);
  for (const challenge of await listObjects<Challenge>(server, challenges)) {
    if (challenge.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid) !== true) continue;
    await deleteObject(server, `${challenges}/${challenge.metadata.name}`);
  }
}

/** Removes the request of an issuance that failed or was cut short, and what it left in the zone. */
async function cleanUpRequest(
  context: ManagerContext,
  namespace: string,
  name: string,
  findIssuer: () => ReadyIssuer | string,
  signal: AbortSignal,
): Promise<void> {
  const path = `${pathOf(certificatesApi, 'certificaterequests', namespace)}/${name}`;
  if ((await readObject(context.server, path)) === undefined) return;
  const challenges = pathOf(acmeApi, 'challenges', namespace);
  const left = (await listObjects<Challenge>(context.server, challenges)).filter(
    // Named after the request's order: two numbers more.
    ({ metadata }) => metadata.name.replace(/-\d+-\d+$/, '') === name,
  );
  // After a start the issuer's account may not be known yet.
  if (left.length > 0)
    await cleanUpChallenges(context, await waitForIssuer(context, findIssuer, signal), left);
  await deleteObject(context.server, path);
}

/** @param onWait hears why it is waited for */
async function waitForIssuer(
  { timing }: ManagerContext,
  findIssuer: () => ReadyIssuer | string,
  signal: AbortSignal,
  onWait: (reason: string) => Promise<void> = async () => undefined,
): Promise<ReadyIssuer> {
  for (;;) {
    const issuer = findIssuer();
    if (typeof issuer !== 'string') return issuer;
    await onWait(issuer);
    await setTimeout(timing.issuerPollMs, undefined, { signal });
  }
}
