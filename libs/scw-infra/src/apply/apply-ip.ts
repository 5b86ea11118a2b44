import { ignoreMissing } from '../client/ignore-missing.ts';
import { requireAnswer } from '../client/require-answer.ts';
import type { Session } from '../client/session.ts';
import type { DesiredInfra } from '../desired.ts';
import type { ActualIp } from '../read/actual.ts';
import { fromIp } from '../read/from-sdk.ts';
import { listIps, listServers } from '../read/list-resources.ts';
import { chooseIp, chooseServer, isLeaving } from '../read/select-resources.ts';
import { needId, type ApplyRun } from './apply-run.ts';
import { createOnce } from './create-once.ts';

/** Those of ours that can be used, the one to keep first. */
async function findIps(session: Session, { name, tag, ip }: DesiredInfra): Promise<ActualIp[]> {
  const [ips, servers] = await Promise.all([listIps(session, tag), listServers(session, tag)]);
  const leavingIds = servers.filter(isLeaving).map(({ id }) => id);
  const type = ip?.type ?? 'routed_ipv4';
  const chosen = chooseIp(ips, type, { server: chooseServer(servers, name), leavingIds });
  const free = ips.filter((one) => one.type === type && one.serverId === undefined);
  return chosen ? [chosen, ...free.filter(({ id }) => id !== chosen.id)] : [];
}

export async function createIp({ session, desired, ids }: ApplyRun): Promise<void> {
  const { tag } = desired;
  const type = desired.ip?.type ?? 'routed_ipv4';
  session.progress('ip', 'create');
  const ip = await createOnce(session, {
    resource: 'ip',
    find: () => findIps(session, desired),
    create: async () => {
      const answer = await session.instance.createIp({
        tags: [tag],
        type,
        project: session.client.projectId,
      });
      return fromIp(requireAnswer(answer.ip, ['create IP', 'POST', '/ips']));
    },
    discard: async ({ id }) => {
      await ignoreMissing(session.instance.deleteIp({ ip: id }));
    },
  });
  ids.ipId = ip.id;
  ids.address = ip.address;
}

/** Attaches the IP, and waits until Scaleway says that it is: on a running Instance this takes seconds. */
export async function attachIp({ session, ids }: ApplyRun, serverId: string): Promise<void> {
  const ip = needId(ids, 'ipId');
  session.progress('ip', 'attach');
  await session.instance.updateIp({ ip, server: serverId });
  await session.wait('ip', 'attach', {
    what: `IP ${ids.address ?? ip} to be attached`,
    look: () => session.instance.getIp({ ip }),
    isDone: (answer) => answer.ip?.state === 'attached' && answer.ip.server?.id === serverId,
    describe: (answer) => answer.ip?.state ?? 'absent',
  });
}

/** Waits until the Instances that are leaving have let go of the IP. */
export async function awaitFreeIp(
  { session, ids }: ApplyRun,
  leavingServerIds: readonly string[],
): Promise<void> {
  const ip = needId(ids, 'ipId');
  await session.wait('ip', 'detach', {
    what: `IP ${ids.address ?? ip} to be free`,
    look: () => session.instance.getIp({ ip }),
    isDone: (answer) => !leavingServerIds.includes(answer.ip?.server?.id ?? ''),
    describe: (answer) => answer.ip?.state ?? 'absent',
  });
}
