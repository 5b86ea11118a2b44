import type { K3sDesired } from '../desired/k3s-desired.ts';

/** The SHA-256 that the wishes themselves name for a file of the release: `sha256` for the program, else the list. */
export function expectedOf(
  { sha256, airGap }: { sha256?: string | undefined; airGap?: K3sDesired['airGap'] },
  name: string,
): string | undefined {
  if (sha256 !== undefined) return sha256;
  const line = airGap?.checksums
    ?.split('\n')
    .find((each) => each.replace(/^\S+\s+[*]?(\.\/)?/, '').trim() === name);
  return /^[0-9a-f]{64}\b/.exec(line ?? '')?.[0];
}
