import { randomUUID } from 'node:crypto';

import type { Vpc } from '../../state/vpc.ts';

export const newVpc = (fields: { name: string; tags: string[]; isDefault: boolean }, now: Date): Vpc => ({
  id: randomUUID(),
  ...fields,
  createdAt: now,
  updatedAt: now,
});
