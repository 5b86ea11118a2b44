import type { ServerAgreement } from '@wescale/bind9-zone';

/** Which name servers are waited for, and why, each in its turn. */
export const formatWaiting = (waitingFor: readonly ServerAgreement[]): string =>
  waitingFor.map(({ server, reason = 'was not heard yet' }) => `${server}, which ${reason}`).join('; ');
