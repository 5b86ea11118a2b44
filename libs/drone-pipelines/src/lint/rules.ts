import type { Rule } from './rule.ts';
import { serverRules } from './rules/server.ts';
import { stepRules } from './rules/steps.ts';
import { trustedOnlyRules } from './rules/trusted-only.ts';

/** Every rule, Drone's first. */
export const lintRules: readonly Rule[] = [...serverRules, ...stepRules, ...trustedOnlyRules];
