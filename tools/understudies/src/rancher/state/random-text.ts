import { randomInt } from 'node:crypto';

/** Kubernetes' letters for generated names: no vowels, nothing that looks like another. */
const letters = 'bcdfghjklmnpqrstvwxz2456789';

export function randomText(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('');
}
