import type { Rule } from './rule.ts';
import { conditionRules } from './rules/conditions.ts';
import { imageRules } from './rules/images.ts';
import { otherKindRules } from './rules/other-kinds.ts';
import { placementRules } from './rules/placement.ts';
import { secretRules } from './rules/secrets.ts';
import { serverRules } from './rules/server.ts';
import { stepRules } from './rules/steps.ts';
import { substitutionRules } from './rules/substitution.ts';
import { trustedOnlyRules } from './rules/trusted-only.ts';
import { valueRules } from './rules/values.ts';

/** Every rule, Drone's first. */
export const lintRules: readonly Rule[] = [
  ...serverRules,
  ...stepRules,
  ...trustedOnlyRules,
  ...placementRules,
  ...otherKindRules,
  ...conditionRules,
  ...valueRules,
  ...secretRules,
  ...substitutionRules,
  ...imageRules,
];
