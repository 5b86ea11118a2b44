import { factKey, findFact } from '../read/host-facts.ts';
import { quote } from '../shell/quote.ts';
import { findNameMistake } from './path-name.ts';
import type { ResourceKind } from './resource-kind.ts';

/** A group of the host; its members are said by the users. */
export interface GroupResource {
  kind: 'group';
  name: string;
  gid?: number;
  /** On creation: a number below 1000. @default false */
  isSystem?: boolean;
  /** @default 'present' */
  state?: 'present' | 'absent';
}

export const groupKind: ResourceKind<GroupResource> = {
  name: ({ name }) => name,
  findMistake: ({ name }) => findNameMistake('name', name),

  probe: (
    groups,
  ) => `getent group ${groups.map(({ name }) => quote(name)).join(' ')} | while IFS=: read -r name x gid x; do
  printf 'fact=group\\tname=%s\\tgid=%s\\n' "$name" "$gid"
done`,
  guards: ({ name }) => [factKey('group', name)],

  diff({ name, gid, state = 'present' }, facts) {
    const now = findFact(facts, 'group', name);
    if (state === 'absent')
      return now ? { action: 'delete', summary: `Remove group ${name}`, reason: 'it exists' } : undefined;
    if (!now) return { action: 'create', summary: `Create group ${name}`, reason: 'it does not exist' };
    if (gid === undefined || now['gid'] === String(gid)) return undefined;
    return {
      action: 'update',
      summary: `Change group ${name}`,
      reason: `number ${now['gid'] ?? ''} becomes ${gid}`,
    };
  },

  apply({ name, gid, isSystem, state }) {
    const group = quote(name);
    if (state === 'absent') return `groupdel ${group}`;
    const number = gid === undefined ? '' : ` -g ${gid}`;
    return `if getent group ${group} >/dev/null; then groupmod${number} ${group}; else groupadd${isSystem ? ' -r' : ''}${number} ${group}; fi`;
  },
};
