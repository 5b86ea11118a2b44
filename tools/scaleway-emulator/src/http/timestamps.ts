/** The Instance API's form: `2026-07-30T12:54:44.240446+00:00`. */
export const instanceTime = (date: Date): string => date.toISOString().replace('Z', '000+00:00');

/** The form of most other APIs: `2026-07-30T12:54:44.240446Z`. */
export const apiTime = (date: Date): string => date.toISOString().replace('Z', '000Z');

/** `2026-07-21T10:19:01.839885150Z`, in the answer to a load balancer's creation alone. */
export const nanosecondTime = (date: Date): string => date.toISOString().replace('Z', '000000Z');

/** The Domains API's form: `2026-03-20T09:28:13Z`. */
export const secondsTime = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');
