import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSshd } from '@wescale/real-servers';
import { applyHost, connectHost, planHost, readHost, type Resource } from '@wescale/ssh-host';

const start = async () => {
  const sshd = await startSshd();
  const connection = await connectHost(sshd);
  const stateDirectory = join(sshd.directory, 'state');
  return {
    connection,
    directory: sshd.directory,
    plan: async (resources: Resource[]) =>
      planHost(await readHost(connection, resources, { stateDirectory }), resources),
    apply: async (resources: Resource[]) => {
      const plan = planHost(await readHost(connection, resources, { stateDirectory }), resources);
      return applyHost(connection, plan, { stateDirectory });
    },
    [Symbol.asyncDispose]: async () => {
      await connection.close();
      await sshd[Symbol.asyncDispose]();
    },
  };
};

test('a file is created once and then left alone', async () => {
  await using host = await start();
  const path = join(host.directory, "it's new");
  const resources: Resource[] = [{ kind: 'file', path, content: 'one\ntwo\n', mode: 0o640 }];
  expect((await host.plan(resources)).changes).toMatchObject([
    { resource: `file:${path}`, action: 'create' },
  ]);
  const result = await host.apply(resources);
  expect(result.results).toEqual([{ resource: `file:${path}`, state: 'done' }]);
  expect(await readFile(path, 'utf8')).toBe('one\ntwo\n');
  expect((await host.plan(resources)).changes).toEqual([]);
});
