import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { zonePath } from '../paths.ts';
import { findIp } from './find-ip.ts';
import { presentIp } from './present-ip.ts';

export const getIp: Route = route({
  method: 'GET',
  path: `${zonePath}/ips/:ip`,
  fact: 'facts/scaleway.md section 2: ip-basic#2',
  handle: (world, { params }) => ok({ ip: presentIp(world, findIp(world, params['ip'])) }),
});
