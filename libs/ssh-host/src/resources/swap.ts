import { factKey, findFact } from '../read/host-facts.ts';
import { findPath } from '../read/probe-paths.ts';
import { linkKind, type LinkResource } from './link.ts';
import type { ResourceKind } from './resource-kind.ts';

/** No swap, now and after a reboot, whatever `/etc/fstab` says. */
export interface SwapResource {
  kind: 'swap';
  state: 'off';
  /** `false` where the kernel is not the host's own: boots go without swap, what is on now stays. @default true */
  isProvable?: boolean;
}

/** systemd starts every swap through this target; masked, it starts none. */
const mask: LinkResource = { kind: 'link', path: '/etc/systemd/system/swap.target', target: '/dev/null' };

export const swapKind: ResourceKind<SwapResource> = {
  name: ({ state }) => state,
  findMistake: () => undefined,
  paths: () => [{ path: mask.path }],
  probe: ([swap]) =>
    swap && isLive(swap)
      ? `{ read -r x; used=no; read -r x && used=yes; printf 'fact=swap\\tname=live\\tused=%s\\n' $used; } </proc/swaps`
      : '',
  guards: (swap) => (isLive(swap) ? [factKey('swap', 'live')] : []),

  diff(swap, facts) {
    const reasons = [
      ...(findPath(facts, mask.path)?.target === mask.target ? [] : ['it would come back at boot']),
      ...(isLive(swap) && findFact(facts, 'swap', 'live')?.['used'] === 'yes' ? ['it is on'] : []),
    ];
    if (reasons.length === 0) return undefined;
    return { action: 'update', summary: 'Turn swap off', reason: reasons.join('; ') };
  },

  apply: (swap) => [linkKind.apply(mask), ...(isLive(swap) ? ['swapoff -a'] : [])].join('\n'),
};

function isLive({ isProvable = true }: SwapResource): boolean {
  return isProvable;
}
