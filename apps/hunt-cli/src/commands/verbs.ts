import { core } from './core.ts';
import { destroy } from './destroy.ts';
import { inventory } from './inventory.ts';
import { output } from './output.ts';
import { plan } from './plan.ts';
import { ssh } from './ssh.ts';
import type { Verb } from './verb.ts';

/** Every verb, in the order `--help` lists them. */
export const verbs: readonly Verb[] = [core, plan, output, inventory, ssh, destroy];
