import type { SecurityGroupRule } from '../../state/security-group.ts';

/** The six rules of `enable_default_security`: no SMTP to the outside [security-group-basic#2]. */
export const defaultRules: readonly SecurityGroupRule[] = ['0.0.0.0/0', '::/0'].flatMap((ipRange, family) =>
  [25, 465, 587].map((port, index) => ({
    id: `11111111-2222-4333-8444-00000000000${family * 3 + index + 1}`,
    protocol: 'TCP',
    direction: 'outbound',
    action: 'drop',
    ipRange,
    destPortFrom: port,
    destPortTo: null,
  })),
);
