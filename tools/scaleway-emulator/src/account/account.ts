import { randomInt, randomUUID } from 'node:crypto';

/** What a client needs to talk to the emulator: one API key, one organization, one project. */
export interface Account {
  /** `SCW` and 17 capitals or digits. */
  accessKey: string;
  /** A UUID; the value of the `X-Auth-Token` header. */
  secretKey: string;
  organizationId: string;
  projectId: string;
}

const accessKeyLetters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A new account with random keys, in the formats the official SDK validates. */
export function createAccount(): Account {
  const letters = Array.from({ length: 17 }, () => accessKeyLetters.charAt(randomInt(36)));
  return {
    accessKey: `SCW${letters.join('')}`,
    secretKey: randomUUID(),
    organizationId: randomUUID(),
    projectId: randomUUID(),
  };
}
