import { check } from './dns-check.ts';
import { diff } from './dns-diff.ts';
import { records } from './dns-records.ts';
import type { VerbGroup } from './verb.ts';

export const dns: VerbGroup = {
  name: 'dns',
  summary: "Look after the hunt's zone: what differs, whether the world finds it, what is in it",
  verbs: [diff, check, records],
};
