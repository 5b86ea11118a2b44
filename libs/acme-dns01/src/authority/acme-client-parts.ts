import { Client } from 'acme-client';

/*
 * What is used of acme-client below its `Client` methods. Those methods drop headers (`Retry-After`), turn problem
 * documents into bare text and sleep on their own account; these primitives beneath them sign and send, no more.
 * They are not in its type declarations, hence the exact version in package.json, and a test that they are there.
 */

export interface JsonReply {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  data: unknown;
}

export interface AcmeClientHttp {
  maxBadNonceRetries: number;
  request(url: string, method: string, options?: { data?: object }): Promise<JsonReply>;
  getDirectory(): Promise<unknown>;
  getNonce(): Promise<string>;
  getJwk(): object;
  createSignedBody(url: string, payload: object, header?: { nonce?: string; kid?: string }): object;
}

export interface AcmeClientApi {
  accountUrl: string | null;
  /** Signs, sends, and sends again with another nonce when the CA did not like the first. A `null` payload reads. */
  apiRequest(
    url: string,
    payload: object | null,
    validStatusCodes: number[],
    options?: { includeJwsKid?: boolean; includeExternalAccountBinding?: boolean },
  ): Promise<JsonReply>;
  createAccount(data: object): Promise<JsonReply>;
  updateAccount(data: object | null): Promise<JsonReply>;
  updateAccountKey(body: object): Promise<JsonReply>;
  createOrder(data: object): Promise<JsonReply>;
  completeChallenge(url: string, data: object): Promise<JsonReply>;
}

export interface AcmeClientParts {
  http: AcmeClientHttp;
  api: AcmeClientApi;
}

export interface ExternalAccountBinding {
  /** Key identifier, from the CA. */
  keyId: string;
  /** MAC key, base64url, from the CA. */
  macKey: string;
}

export function makeAcmeClient(
  directoryUrl: string,
  account: { keyPem: string; url?: string },
  binding?: ExternalAccountBinding,
): AcmeClientParts & Pick<Client, 'getChallengeKeyAuthorization'> {
  const client = new Client({
    directoryUrl,
    accountKey: account.keyPem,
    ...(account.url === undefined ? {} : { accountUrl: account.url }),
    ...(binding === undefined
      ? {}
      : { externalAccountBinding: { kid: binding.keyId, hmacKey: binding.macKey } }),
  });
  return client as Client & AcmeClientParts;
}
