import { checkDesired } from '../check-desired.ts';
import type { ScalewayClient } from '../client/scaleway-client.ts';
import { openSession } from '../client/session.ts';
import { settleAll } from '../client/settle-all.ts';
import type { DesiredInfra } from '../desired.ts';
import { deleteResource } from '../destroy/delete-resource.ts';
import { deleteVolume } from '../destroy/delete-volume.ts';
import { OutOfStock, type FailedCall } from '../errors/call-errors.ts';
import { PlanBlocked } from '../errors/run-errors.ts';
import type { ExistingIds, InfraChange, InfraPlan } from '../plan/change.ts';
import type { OperationOptions } from '../progress.ts';
import { setCloudInit } from '../user-data/user-data.ts';
import { attachIp, createIp } from './apply-ip.ts';
import { needId, type ApplyRun } from './apply-run.ts';
import { createSecurityGroup, setSecurityRules, updateSecurityGroup } from './apply-security-group.ts';
import { createSshKey, enableSshKey, replaceSshKey } from './apply-ssh-key.ts';
import { growVolume, tagVolume } from './apply-volume.ts';
import { createInstance, replaceInstance } from './create-instance.ts';
import { awaitRunning, powerOn } from './power-on.ts';

/** What exists after an apply. */
export type Deployment = Required<Omit<ExistingIds, 'volumeId'>> & Pick<ExistingIds, 'volumeId'>;

async function assignSecurityGroup({ session, desired, ids }: ApplyRun, serverId: string): Promise<void> {
  session.progress('instance', 'assign security group');
  const securityGroup = { id: needId(ids, 'securityGroupId'), name: desired.name };
  await session.instance.updateServer({ serverId, securityGroup });
}

function applyChange(run: ApplyRun, { step, name }: InfraChange): Promise<void> {
  const { session, desired } = run;
  switch (step.kind) {
    case 'create-ssh-key':
      return createSshKey(run);
    case 'replace-ssh-key':
      return replaceSshKey(run, step.sshKeyId);
    case 'enable-ssh-key':
      return enableSshKey(run, step.sshKeyId);
    case 'create-ip':
      return createIp(run);
    case 'create-security-group':
      return createSecurityGroup(run);
    case 'update-security-group':
      return updateSecurityGroup(run, step.securityGroupId);
    case 'set-security-rules':
      return setSecurityRules(run, step.securityGroupId);
    case 'create-instance':
      return createInstance(run, step);
    case 'replace-instance':
      return replaceInstance(run, step);
    case 'assign-security-group':
      return assignSecurityGroup(run, step.serverId);
    case 'attach-ip':
      return attachIp(run, step.serverId);
    case 'set-user-data':
      return setCloudInit(session, step.serverId, desired.instance.cloudInit);
    case 'power-on-instance':
      return powerOn(session, step.serverId, name);
    case 'await-instance':
      return awaitRunning(session, step.serverId, name);
    case 'tag-volume':
      return tagVolume(run, step.volumeId);
    case 'grow-volume':
      return growVolume(run, step.volumeId);
    case 'delete-volume':
      return deleteVolume(session, step.volumeId, name);
    case 'delete-orphan':
      return deleteResource(session, step.orphan, desired.tag);
  }
}

type Phase = 'key' | 'ip' | 'group' | 'instance' | 'removal';

function phaseOf({ step, resource }: InfraChange): Phase {
  if (step.kind === 'delete-volume' || step.kind === 'delete-orphan') return 'removal';
  if (resource === 'ssh-key') return 'key';
  if (resource === 'security-group') return 'group';
  return step.kind === 'create-ip' ? 'ip' : 'instance';
}

/** What the Instance needs, side by side; then the Instance and its volume; then what is left over. */
async function applyChanges(run: ApplyRun, changes: readonly InfraChange[]): Promise<void> {
  const inOrder = (phase: Phase) => async (): Promise<void> => {
    for (const change of changes.filter((one) => phaseOf(one) === phase)) await applyChange(run, change);
  };
  await settleAll([inOrder('key'), inOrder('ip'), inOrder('group')]);
  await inOrder('instance')();
  await inOrder('removal')();
}

/**
 * Applies a plan. A run that is killed at any point leaves nothing that the next read, plan, apply does not
 * take up: one Instance, one IP, one volume.
 *
 * @throws {PlanBlocked} before anything is written, when the plan has blockers
 * @throws {OutOfStock} the same, when the blocker is that the type is out of stock
 * @throws {ScwInfraError} of the call or the wait that failed
 */
export async function applyInfra(
  client: ScalewayClient,
  desired: DesiredInfra,
  plan: InfraPlan,
  options: OperationOptions = {},
): Promise<Deployment> {
  checkDesired(desired);
  const { blockers } = plan;
  if (blockers.some(({ code }) => code === 'out-of-stock'))
    throw new OutOfStock(preflight(client.zone), desired.instance.commercialType, client.zone);
  if (blockers.length > 0) throw new PlanBlocked(blockers);
  const run: ApplyRun = { session: openSession(client, options), desired, ids: { ...plan.existing } };
  await applyChanges(run, plan.changes);
  const { ids } = run;
  return {
    sshKeyId: needId(ids, 'sshKeyId'),
    ipId: needId(ids, 'ipId'),
    address: needId(ids, 'address'),
    securityGroupId: needId(ids, 'securityGroupId'),
    serverId: needId(ids, 'serverId'),
    ...(ids.volumeId !== undefined && { volumeId: ids.volumeId }),
  };
}

function preflight(zone: string): FailedCall {
  const path = `/instance/v1/zones/${zone}/products/servers/availability`;
  return { doing: 'create instance', method: 'GET', path };
}
