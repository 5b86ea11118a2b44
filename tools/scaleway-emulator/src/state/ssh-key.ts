export interface SshKey {
  id: string;
  name: string;
  /** Algorithm and key in base64, without the comment. */
  publicKey: string;
  fingerprint: string;
  createdAt: Date;
  updatedAt: Date;
  disabled: boolean;
}
