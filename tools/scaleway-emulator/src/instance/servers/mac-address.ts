import { randomInt } from 'node:crypto';

/** A MAC address that starts with these two bytes: `de:00` was recorded for servers, `02:00` for private NICs. */
export const macAddress = (prefix: 'de:00' | '02:00'): string =>
  [prefix, ...Array.from({ length: 4 }, () => randomInt(256).toString(16).padStart(2, '0'))].join(':');
