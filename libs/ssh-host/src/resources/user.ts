import { factKey, findFact, type HostFacts } from '../read/host-facts.ts';
import { quote } from '../shell/quote.ts';
import { findNameMistake } from './path-name.ts';
import type { ResourceKind } from './resource-kind.ts';

/** A user of the host. Only what is given is compared; no password is ever set. */
export interface UserResource {
  kind: 'user';
  name: string;
  uid?: number;
  /** Primary group, by name. @default on creation, a group of the user's own name */
  group?: string;
  /** All further groups. */
  groups?: string[];
  home?: string;
  shell?: string;
  comment?: string;
  /** On creation: a number below 1000 and no home folder. @default false */
  isSystem?: boolean;
  /** `absent` keeps the home folder. @default 'present' */
  state?: 'present' | 'absent';
}

export const userKind: ResourceKind<UserResource> = {
  name: ({ name }) => name,
  findMistake({ name, group, groups = [], home, shell, comment }) {
    for (const text of [home, shell, comment])
      if (text !== undefined && /[:\p{Cc}]/u.test(text)) return `"${text}" cannot be a field of /etc/passwd`;
    return [name, ...(group === undefined ? [] : [group]), ...groups]
      .map((each) => findNameMistake('name', each))
      .find((mistake) => mistake !== undefined);
  },

  probe(users) {
    const names = users.map(({ name }) => quote(name)).join(' ');
    return `getent passwd ${names} | while IFS=: read -r name x uid gid comment home shell; do
  printf 'fact=user\\tname=%s\\tuid=%s\\tgid=%s\\tcomment=%s\\thome=%s\\tshell=%s\\n' "$name" "$uid" "$gid" "$comment" "$home" "$shell"
done
getent group | while IFS=: read -r name x gid members; do
  printf 'fact=group-members\\tname=%s\\tgid=%s\\tmembers=%s\\n' "$name" "$gid" "$members"
done`;
  },
  guards: ({ name }) => [factKey('user', name)],

  diff(user, facts) {
    const { name, state = 'present' } = user;
    const now = findFact(facts, 'user', name);
    if (state === 'absent')
      return now ? { action: 'delete', summary: `Remove user ${name}`, reason: 'it exists' } : undefined;
    if (!now) return { action: 'create', summary: `Create user ${name}`, reason: 'it does not exist' };
    const groups = membershipOf(facts, name, now['gid'] ?? '');
    const differences = [
      compare('number', now['uid'], user.uid?.toString()),
      compare('group', groups.primary, user.group),
      compare('groups', groups.further.join(','), user.groups && [...user.groups].sort().join(',')),
      compare('home', now['home'], user.home),
      compare('shell', now['shell'], user.shell),
      compare('comment', now['comment'], user.comment),
    ].filter((difference) => difference !== undefined);
    if (differences.length === 0) return undefined;
    return { action: 'update', summary: `Change user ${name}`, reason: differences.join('; ') };
  },

  apply(user) {
    const name = quote(user.name);
    if (user.state === 'absent') return `userdel ${name}`;
    const option = (flag: string, value: string | number | undefined): string =>
      value === undefined ? '' : ` ${flag} ${quote(String(value))}`;
    const fields =
      option('-u', user.uid) +
      option('-g', user.group) +
      option('-G', user.groups?.join(',')) +
      option('-d', user.home) +
      option('-s', user.shell) +
      option('-c', user.comment);
    const kind = user.isSystem ? ' -r' : ' -m';
    return `if getent passwd ${name} >/dev/null; then usermod${fields} ${name}; else useradd${kind}${fields} ${name}; fi`;
  },
};

function compare(what: string, now: string | undefined, wanted: string | undefined): string | undefined {
  if (wanted === undefined || now === wanted) return undefined;
  return `${what} "${now ?? ''}" becomes "${wanted}"`;
}

function membershipOf(facts: HostFacts, user: string, gid: string): { primary: string; further: string[] } {
  const groups = Object.values(facts.facts).filter((fact) => fact['fact'] === 'group-members');
  const isMember = (members = ''): boolean => members.split(',').includes(user);
  const name = (group: (typeof groups)[number]): string => group['name'] ?? '';
  return {
    primary: groups.filter((group) => group['gid'] === gid).map(name)[0] ?? gid,
    further: groups
      .filter((group) => isMember(group['members']))
      .map(name)
      .sort(),
  };
}
