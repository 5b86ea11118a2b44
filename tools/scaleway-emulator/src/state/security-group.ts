import type { SecurityGroupPolicy, SecurityGroupRuleState } from '../machines/machine-driver.ts';

export interface SecurityGroup {
  id: string;
  name: string;
  description: string | null;
  tags: string[];
  stateful: boolean;
  inboundDefaultPolicy: SecurityGroupPolicy;
  outboundDefaultPolicy: SecurityGroupPolicy;
  projectDefault: boolean;
  enableDefaultSecurity: boolean;
  state: 'available' | 'syncing';
  createdAt: Date;
  modifiedAt: Date;
  /** Only the editable ones, in order. */
  rules: SecurityGroupRule[];
}

export interface SecurityGroupRule extends SecurityGroupRuleState {
  id: string;
}
