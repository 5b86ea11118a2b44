import { createAccount, type AcmeAccount } from '@wescale/acme-dns01';

import { ApiError } from '../kubernetes/api-error.ts';
import { readObject } from '../kubernetes/read-objects.ts';
import { createObject, mergeObject } from '../kubernetes/write-objects.ts';
import { encodeKey, generateKey, readKey } from './certificate-key.ts';
import type { ManagerContext, ReadyIssuer } from './manager-context.ts';
import { pathOf, secretPath, type Secret } from './resources.ts';
import { setCondition } from './set-condition.ts';

type NamedIssuer = ReadyIssuer['issuer'];

/**
 * Makes the account of an issuer, or finds the one its key has, and says so in its status; reasons and words as
 * cert-manager's `pkg/issuer/acme/setup.go@000f7b0`.
 *
 * @throws what the CA or the API had against it, after the status tells
 */
export async function registerIssuer(
  context: ManagerContext,
  issuer: NamedIssuer,
  namespace: string,
  signal: AbortSignal,
): Promise<ReadyIssuer> {
  const { acme } = issuer.spec;
  const trusted = acme.caBundle === undefined ? undefined : Buffer.from(acme.caBundle, 'base64').toString();
  const connection = { signal, ...(trusted === undefined ? {} : { trustedCertificates: trusted }) };
  try {
    const keyPem = await readOrCreateKey(context, issuer, namespace);
    const { account } = await createAccount({
      ...connection,
      directoryUrl: acme.server,
      termsOfServiceAgreed: true,
      keyPem,
      ...(acme.email === undefined ? {} : { contact: [`mailto:${acme.email}`] }),
      // One try: the next comes from the loop, with a reason in the status meanwhile.
      limits: { requestAttempts: 1 },
    });
    await tell(context, issuer, account);
    return {
      ...{ issuer, account, namespace },
      ...(trusted === undefined ? {} : { trustedCertificates: trusted }),
    };
  } catch (error) {
    signal.throwIfAborted();
    await tell(context, issuer, error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
}

async function readOrCreateKey(
  { server }: ManagerContext,
  { spec }: NamedIssuer,
  namespace: string,
): Promise<string> {
  const { name, key = 'tls.key' } = spec.acme.privateKeySecretRef;
  const there = await readObject<Secret>(server, secretPath(namespace, name));
  const value = there?.data?.[key];
  if (value !== undefined) return encodeKey(readKey(value), { encoding: 'PKCS8' });
  if (there !== undefined) throw new Error(`the Secret ${namespace}/${name} has no ${key}`);
  const made = await generateKey();
  try {
    await createObject(server, pathOf('v1', 'secrets', namespace), {
      ...{ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { name, namespace } },
      data: { [key]: Buffer.from(encodeKey(made)).toString('base64') },
    });
  } catch (error) {
    // Another issuer shares it and was faster.
    if (error instanceof ApiError && error.status === 409)
      throw new Error(`the Secret ${namespace}/${name} was made by somebody else meanwhile`, {
        cause: error,
      });
    throw error;
  }
  return encodeKey(made, { encoding: 'PKCS8' });
}

async function tell(
  { server, record, now }: ManagerContext,
  issuer: NamedIssuer,
  outcome: AcmeAccount | Error,
): Promise<void> {
  const { metadata, kind, apiVersion, spec, status } = issuer;
  const isFailure = outcome instanceof Error;
  const message = isFailure
    ? `Failed to register ACME account: ${outcome.message}`
    : 'The ACME account was registered with the ACME server';
  const reason = isFailure ? 'ErrRegisterACMEAccount' : 'ACMEAccountRegistered';
  const observed = metadata.generation === undefined ? {} : { observedGeneration: metadata.generation };
  const conditions = setCondition(
    status?.conditions,
    { type: 'Ready', status: isFailure ? 'False' : 'True', reason, message, ...observed },
    now(),
  );
  const acme = isFailure
    ? {}
    : {
        uri: outcome.url,
        ...(spec.acme.email === undefined ? {} : { lastRegisteredEmail: spec.acme.email }),
      };
  const isSame = conditions === status?.conditions && (isFailure || status.acme?.uri === outcome.url);
  if (isSame) return;
  const plural = kind === 'Issuer' ? 'issuers' : 'clusterissuers';
  const path = `${pathOf(apiVersion, plural, metadata.namespace)}/${metadata.name}`;
  await mergeObject(server, `${path}/status`, { status: { conditions, acme } });
  if (isFailure) await record(issuer, 'Warning', reason, message);
}
