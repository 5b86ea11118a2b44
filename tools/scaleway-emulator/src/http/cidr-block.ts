import { isIP } from 'node:net';

/** Whether a text is an address, a slash and a prefix length that the address can have. */
export function isCidrBlock(text: string): boolean {
  const [address = '', length = '', ...rest] = text.split('/');
  const longest = { 4: 32, 6: 128 }[isIP(address)];
  return rest.length === 0 && longest !== undefined && /^\d+$/.test(length) && Number(length) <= longest;
}
