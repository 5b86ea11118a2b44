/** All that Rancher remembers, as plain data. */
export interface RancherState {
  /** Settings whose value was set; the others have their default. */
  settings: Record<string, string>;
  users: User[];
  tokens: Token[];
}

export interface User {
  /** `user-xxxxx` */
  id: string;
  username: string;
  name: string;
  passwordHash: string;
  mustChangePassword: boolean;
  /** ISO 8601. */
  createdAt: string;
}

/** A credential; only the hash of its secret part is kept. */
export interface Token {
  /** `token-xxxxx` */
  id: string;
  secretHash: string;
  userId: string;
  description: string;
  kind: 'legacy' | 'ext';
  /** Whether a login made it. */
  isSession: boolean;
  clusterId?: string;
  ttlMs: number;
  /** ISO 8601. */
  createdAt: string;
  expiresAt: string;
}

export function emptyState(): RancherState {
  return { settings: {}, users: [], tokens: [] };
}
