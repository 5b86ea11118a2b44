/** What a CA's directory (RFC 8555 §7.1.1) says, as far as it is used here. */
export interface AcmeDirectory {
  newNonce: string;
  newAccount: string;
  newOrder: string;
  revokeCert: string | undefined;
  keyChange: string | undefined;
  /** RFC 9773 §4.1. */
  renewalInfo: string | undefined;
  termsOfService: string | undefined;
  isExternalAccountRequired: boolean;
  /** Names of profiles and what they are for. */
  profiles: Record<string, string>;
}

/** @returns a sentence part that says what is wrong with it, when it is no directory */
export function readDirectory(body: unknown): AcmeDirectory | string {
  if (typeof body !== 'object' || body === null) return 'is not JSON';
  const entries = body as Record<string, unknown>;
  const text = (name: string): string | undefined => {
    const value = entries[name];
    return typeof value === 'string' ? value : undefined;
  };
  const [newNonce, newAccount, newOrder] = [text('newNonce'), text('newAccount'), text('newOrder')];
  if (newNonce === undefined || newAccount === undefined || newOrder === undefined)
    return 'lacks newNonce, newAccount or newOrder';
  const meta = (typeof entries['meta'] === 'object' ? entries['meta'] : {}) as Record<string, unknown>;
  const profiles = meta['profiles'];
  return {
    newNonce,
    newAccount,
    newOrder,
    revokeCert: text('revokeCert'),
    keyChange: text('keyChange'),
    renewalInfo: text('renewalInfo'),
    termsOfService: typeof meta['termsOfService'] === 'string' ? meta['termsOfService'] : undefined,
    isExternalAccountRequired: meta['externalAccountRequired'] === true,
    profiles: typeof profiles === 'object' && profiles !== null ? (profiles as Record<string, string>) : {},
  };
}
