import { certificate } from './certificate.ts';
import { core } from './core.ts';
import { destroy } from './destroy.ts';
import { dns } from './dns.ts';
import { doctor } from './doctor.ts';
import { inventory } from './inventory.ts';
import { kapsule } from './kapsule.ts';
import { kubeconfig } from './kubeconfig.ts';
import { logs } from './logs.ts';
import { open } from './open.ts';
import { output } from './output.ts';
import { plan } from './plan.ts';
import { ssh } from './ssh.ts';
import { status } from './status.ts';
import { switchBoard } from './switch.ts';
import type { Verb, VerbGroup } from './verb.ts';

/** Every verb, in the order `--help` lists them. */
export const verbs: readonly Verb[] = [
  ...[core, kapsule, switchBoard],
  ...[plan, status, output, inventory],
  ...[ssh, kubeconfig, open, logs],
  ...[doctor, destroy],
];

/** Verbs of two words. */
export const verbGroups: readonly VerbGroup[] = [dns, certificate];
