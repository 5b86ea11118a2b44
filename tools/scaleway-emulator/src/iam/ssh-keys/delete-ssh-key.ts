import { noContent } from '../../http/answers.ts';
import { route, type Route } from '../../http/route.ts';
import { findSshKey } from './find-ssh-key.ts';

export const deleteSshKey: Route = route({
  method: 'DELETE',
  path: '/iam/v1alpha1/ssh-keys/:sshKeyId',
  fact: 'facts/scaleway.md section 2: ssh-key-basic#10',
  handle: (world, { params }) => {
    world.sshKeys.delete(findSshKey(world, params['sshKeyId']).id);
    return noContent();
  },
});
