import { ok } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { findSshKey } from './find-ssh-key.ts';
import { presentSshKey } from './present-ssh-key.ts';

export const getSshKey: Route = route({
  method: 'GET',
  path: '/iam/v1alpha1/ssh-keys/:sshKeyId',
  fact: 'facts/scaleway.md section 2: ssh-key-basic#1, #11',
  handle: (world, { params }) => ok(presentSshKey(world, findSshKey(world, params['sshKeyId']))),
});
