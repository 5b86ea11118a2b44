import type { AnyStep } from '../run/run-steps.ts';
import { certificates } from './certificates.ts';
import { delegation } from './delegation.ts';
import { dns } from './dns.ts';
import { instance } from './instance.ts';
import { k3s } from './k3s.ts';
import { rancherSetup } from './rancher-setup.ts';
import { rancher } from './rancher.ts';
import { reverseProxy } from './reverse-proxy.ts';
import { system } from './system.ts';

/** The steps of `core`, in order. */
export const coreSteps: AnyStep[] = [
  ...[instance, system, dns, delegation, certificates],
  ...[k3s, rancher, reverseProxy, rancherSetup],
];
