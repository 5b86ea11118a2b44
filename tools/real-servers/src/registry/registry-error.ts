/** Error codes of the OCI distribution specification 1.1, "Error Codes". */
type RegistryErrorCode =
  'BLOB_UNKNOWN' | 'DIGEST_INVALID' | 'MANIFEST_UNKNOWN' | 'NAME_INVALID' | 'NAME_UNKNOWN' | 'UNSUPPORTED';

/** A refusal, as the specification wants it said. */
export class RegistryError extends Error {
  readonly status: number;
  readonly code: RegistryErrorCode | 'UNKNOWN';

  constructor(status: number, code: RegistryErrorCode | 'UNKNOWN', message: string) {
    super(message);
    this.name = 'RegistryError';
    this.status = status;
    this.code = code;
  }

  body(): string {
    return `${JSON.stringify({ errors: [{ code: this.code, message: this.message, detail: {} }] })}\n`;
  }
}
