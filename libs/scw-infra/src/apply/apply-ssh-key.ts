import { ignoreMissing } from '../client/ignore-missing.ts';
import { listSshKeys } from '../read/list-resources.ts';
import type { ApplyRun } from './apply-run.ts';
import { createOnce } from './create-once.ts';

export async function createSshKey({ session, desired, ids }: ApplyRun): Promise<void> {
  const { name, publicKey } = desired.sshKey;
  session.progress('ssh-key', 'create');
  const key = await createOnce(session, {
    resource: 'ssh-key',
    find: () => listSshKeys(session, name),
    create: () =>
      session.iam.createSSHKey({ name, publicKey: publicKey.trim(), projectId: session.client.projectId }),
    discard: async ({ id }) => {
      await ignoreMissing(session.iam.deleteSSHKey({ sshKeyId: id }));
    },
  });
  ids.sshKeyId = key.id;
}

/** A key cannot change; its successor bears the same name, so the old one goes first. */
export async function replaceSshKey(run: ApplyRun, sshKeyId: string): Promise<void> {
  run.session.progress('ssh-key', 'delete');
  await ignoreMissing(run.session.iam.deleteSSHKey({ sshKeyId }));
  await createSshKey(run);
}

export async function enableSshKey({ session }: ApplyRun, sshKeyId: string): Promise<void> {
  session.progress('ssh-key', 'enable');
  await session.iam.updateSSHKey({ sshKeyId, disabled: false });
}
