import { renew } from './certificate-renew.ts';
import { status } from './certificate-status.ts';
import type { VerbGroup } from './verb.ts';

export const certificate: VerbGroup = {
  name: 'certificate',
  summary: "Look after the hunt's certificate: how its renewal goes, and renewing it now",
  verbs: [status, renew],
};
