import { ignoreMissing } from '../client/ignore-missing.ts';
import { requireAnswer } from '../client/require-answer.ts';
import { fromIp } from '../read/from-sdk.ts';
import { listIps } from '../read/list-resources.ts';
import { needId, type ApplyRun } from './apply-run.ts';
import { createOnce } from './create-once.ts';

export async function createIp({ session, desired, ids }: ApplyRun): Promise<void> {
  const { tag } = desired;
  const type = desired.ip?.type ?? 'routed_ipv4';
  session.progress('ip', 'create');
  const ip = await createOnce(session, {
    doing: 'create IP',
    find: async () => {
      const ips = await listIps(session, tag);
      return ips
        .filter((one) => one.type === type && one.serverId === undefined)
        .toSorted((a, b) => a.id.localeCompare(b.id));
    },
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

/** Waits until the Instance that is leaving has let go of the IP. */
export async function awaitFreeIp({ session, ids }: ApplyRun): Promise<void> {
  const ip = needId(ids, 'ipId');
  await session.wait('ip', 'detach', {
    what: `IP ${ids.address ?? ip} to be free`,
    look: () => session.instance.getIp({ ip }),
    isDone: (answer) => !answer.ip?.server,
    describe: (answer) => answer.ip?.state ?? 'absent',
  });
}
