import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startDelayProxy } from '@wescale/real-servers';
import {
  applyHost,
  ApplyFailedError,
  ApplyInterruptedError,
  connectHost,
  ConnectionLostError,
  HostKeyMismatchError,
  generateKeyPair,
  LockHeldError,
  NotConvergedError,
  planHost,
  publicKeyOf,
  readHost,
  ResourceConflictError,
  type Resource,
  type ResourceProgress,
} from '@wescale/ssh-host';
import { startDebianHost, type DebianHost } from './debian-host.ts';

let host: DebianHost;
beforeAll(async () => {
  host = await startDebianHost();
});
afterAll(async () => {
  await host[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await host.shell('mkdir -p /srv/t');
});
afterEach(async () => {
  await host.shell('pkill -KILL -f "^/bin/sh -s$"; pkill -KILL -f "[s]rv/t/go"; rm -rf /srv/t');
});

const file = (name: string, content: string, more: object = {}): Resource => ({
  kind: 'file',
  path: `/srv/t/${name}`,
  content,
  ...more,
});

/** A step that says it has begun and goes on once `/srv/t/go` exists. */
const gate: Resource = {
  kind: 'command',
  name: 'gate',
  command: 'touch /srv/t/waiting; while [ ! -e /srv/t/go ]; do sleep 0.05; done; touch /srv/t/passed',
  creates: '/srv/t/passed',
};

const untilWaiting = async (): Promise<void> => {
  await expect.poll(() => host.shell('ls /srv/t'), { timeout: 20_000 }).toContain('waiting');
};

/** Ends the script on the host, and what it runs, as a crash would; only scripts of ours read from stdin. */
const killScript = async (): Promise<void> => {
  await host.shell('pkill -KILL -f "^/bin/sh -s$"; pkill -KILL -f "[w]hile . ! -e /srv/t/go" || :');
};

test('a link cut in mid-apply: the host works on to the end, and the next look tells', async () => {
  await using link = await startDelayProxy({ target: { host: host.machine.address, port: 22 }, delayMs: 0 });
  const far = await connectHost({
    host: link.host,
    port: link.port,
    privateKey: host.privateKey,
    hostKey: host.machine.hostKey,
  });
  const resources = [file('before', '1'), gate, file('after', '2')];
  const plan = await host.plan(resources);
  const applying = applyHost(far, plan, { by: 'the first' });
  applying.catch(() => undefined);
  await untilWaiting();
  link.cut();
  const error = await applying.catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ConnectionLostError);
  expect((error as ConnectionLostError).during).toMatch(
    /^apply 3 changes \(run .*\); last heard: command:gate started$/,
  );

  const meanwhile = await readHost(host.connection, resources);
  expect(meanwhile.runningApply?.by).toBe('the first');
  const waited: string[] = [];
  const reading = readHost(host.connection, resources, {
    waitMs: 30_000,
    onWait: ({ by }) => waited.push(by),
  });
  await expect.poll(() => waited).not.toEqual([]);
  await host.shell('touch /srv/t/go');
  const facts = await reading;
  expect(facts.runningApply).toBeUndefined();
  expect(planHost(facts, resources).changes).toEqual([]);
  expect(facts.previousRun).toMatchObject({
    by: 'the first',
    isComplete: true,
    states: resources.map(() => ({ state: 'done' })),
  });
});

test('a run that dies half-way leaves a consistent host; the next one reports and finishes it', async () => {
  const resources = [file('before', '1'), gate, file('after', '2')];
  const applying = host.apply(resources, { by: 'the first' });
  applying.catch(() => undefined);
  await untilWaiting();
  await killScript();
  await expect(applying).rejects.toThrow(ApplyInterruptedError);

  const plan = await host.plan(resources);
  expect(plan.interruptedRun).toMatchObject({ by: 'the first', isComplete: false });
  expect(plan.interruptedRun?.states).toEqual([
    { resource: 'file:/srv/t/before', state: 'done' },
    { resource: 'command:gate', state: 'started' },
  ]);
  expect(plan.changes.map(({ resource }) => resource)).toEqual(['command:gate', 'file:/srv/t/after']);
  await host.shell('touch /srv/t/go');
  await applyHost(host.connection, plan);
  expect((await host.plan(resources)).interruptedRun).toBeUndefined();
  expect(await host.changes(resources)).toEqual([]);
});

test('a restart that a dead run still owed is made up for by the next', async () => {
  await host.shell(
    'printf "[Service]\\nExecStart=/usr/bin/sleep infinity\\n" >/etc/systemd/system/owed.service; systemctl start owed.service',
  );
  const started = (): Promise<string> => host.shell('systemctl show -p MainPID --value owed.service');
  const pid = await started();
  const resources: Resource[] = [
    file('owed.conf', 'new'),
    gate,
    { kind: 'unit', name: 'owed.service', isRunning: true, restartOn: ['file:/srv/t/owed.conf'] },
  ];
  const applying = host.apply(resources);
  applying.catch(() => undefined);
  await untilWaiting();
  await killScript();
  await applying.catch(() => undefined);
  await host.shell('touch /srv/t/go /srv/t/passed');
  expect(await started()).toBe(pid);

  expect(await host.changes(resources)).toEqual([
    {
      resource: 'unit:owed.service',
      action: 'restart',
      summary: 'Restart owed.service',
      reason: 'file:/srv/t/owed.conf changes',
    },
  ]);
  await host.apply(resources);
  expect(await started()).not.toBe(pid);
  expect(await host.changes(resources)).toEqual([]);
});

test('what a failed step may have changed is still owed to those who wait for it', async () => {
  const resources: Resource[] = [
    { kind: 'command', name: 'first', command: 'touch /srv/t/first; exit 65', creates: '/srv/t/first' },
    { kind: 'command', name: 'second', command: 'touch /srv/t/second', runOn: ['command:first'] },
  ];
  await expect(host.apply(resources)).rejects.toThrow(ApplyFailedError);
  expect(await host.changes(resources)).toMatchObject([
    { resource: 'command:second', reason: 'command:first changes' },
  ]);
  await host.apply(resources);
  expect(await host.changes(resources)).toEqual([]);
});

test('long work outlives a dead run; the next run waits for it instead of doing it twice', async () => {
  const long: Resource = {
    kind: 'command',
    name: 'long work',
    command: 'touch /srv/t/waiting; while [ ! -e /srv/t/go ]; do sleep 0.05; done; echo "done" >>/srv/t/log',
    creates: '/srv/t/log',
    isLong: true,
  };
  const applying = host.apply([long]);
  applying.catch(() => undefined);
  await untilWaiting();
  await host.shell('pkill -KILL -f "^/bin/sh -s$"');
  await applying.catch(() => undefined);

  const progress: ResourceProgress[] = [];
  const second = host.apply([long], { onProgress: (each) => progress.push(each) });
  await expect.poll(() => progress.map(({ state }) => state), { timeout: 10_000 }).toContain('waiting');
  await host.shell('touch /srv/t/go');
  await second;
  expect(await host.shell('cat /srv/t/log')).toBe('done');
});

test('two runs at once: the second says who holds the lock, since when and from where', async () => {
  const resources = [gate];
  const plan = await host.plan(resources);
  const first = applyHost(host.connection, plan, { by: `somebody's "laptop" $HOME`, runId: 'the-first-run' });
  await untilWaiting();
  const error = await applyHost(host.connection, plan).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(LockHeldError);
  const { holder, message } = error as LockHeldError;
  expect(holder).toMatchObject({ by: `somebody's "laptop" $HOME`, runId: 'the-first-run' });
  expect(Date.parse(holder.since)).toBeGreaterThan(0);
  expect(holder.from).toMatch(/^198\.1[89]\./);
  expect(message).toContain(holder.by);
  expect(message).toContain(holder.since);
  expect(message).toContain(holder.from);
  await host.shell('touch /srv/t/go');
  await first;
});

test('a content that fails its validation leaves the old file and what depends on it alone', async () => {
  await host.apply([file('rules', 'good', { validate: 'grep -q good "$1"' })]);
  const resources: Resource[] = [
    file('rules', 'bad', { validate: 'echo "line 1 is bad"; grep -q good "$1"' }),
    { kind: 'command', name: 'use rules', command: 'touch /srv/t/used', runOn: ['file:/srv/t/rules'] },
    file('later', ''),
  ];
  const error = await host.apply(resources).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ApplyFailedError);
  expect((error as Error).message).toContain('line 1 is bad');
  expect((error as ApplyFailedError).result.results.map(({ state }) => state)).toEqual([
    'failed',
    'skipped',
    'skipped',
  ]);
  expect(await host.shell('cat /srv/t/rules; ls -A /srv/t')).toBe('goodrules');
  // Nothing changed, so nothing is owed: with good rules only what is new is to be done.
  const again = [file('rules', 'good'), ...resources.slice(1)];
  expect((await host.changes(again)).map(({ resource }) => resource)).toEqual(['file:/srv/t/later']);
});

test('a sudoers file that visudo refuses never becomes live', async () => {
  const sudoers = (content: string): Resource[] => [
    { kind: 'file', path: '/etc/sudoers.d/hunt', content, mode: 0o440, validate: 'visudo -cf "$1"' },
  ];
  await host.apply(sudoers('hunt ALL=(ALL) NOPASSWD: /usr/bin/true\n'));
  await expect(host.apply(sudoers('hunt ALL=(ALL NOPASSWD\n'))).rejects.toThrow(/syntax error|parse error/);
  expect(await host.shell('cat /etc/sudoers.d/hunt')).toBe('hunt ALL=(ALL) NOPASSWD: /usr/bin/true');
});

test('a file edited on the host shows as a unified diff, and only that file is repaired', async () => {
  const resources = [file('a', 'one\ntwo\nthree\n'), file('b', 'untouched\n')];
  await host.apply(resources);
  const inode = await host.shell('stat -c %i /srv/t/b');
  await host.shell('sed -i s/two/TWO/ /srv/t/a');
  const changes = await host.changes(resources);
  expect(changes).toMatchObject([{ resource: 'file:/srv/t/a', action: 'update', reason: 'content changes' }]);
  expect(changes[0]?.diff).toBe('--- /srv/t/a\n+++ /srv/t/a\n@@ -1,3 +1,3 @@\n one\n-TWO\n+two\n three\n');
  await host.apply(resources);
  expect(await host.shell('cat /srv/t/a')).toBe('one\ntwo\nthree');
  expect(await host.shell('stat -c %i /srv/t/b')).toBe(inode);
});

test('what drifted since the plan is refused before anything is changed', async () => {
  await host.apply([file('a', 'old')]);
  const resources = [file('first', 'new'), file('a', 'new'), file('absent until now', 'new')];
  const plan = await host.plan(resources);
  await host.shell('echo "by hand" >/srv/t/a; touch "/srv/t/absent until now"');
  const error = await applyHost(host.connection, plan).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(ApplyFailedError);
  expect((error as ApplyFailedError).result.results).toEqual([
    { resource: 'file:/srv/t/first', state: 'skipped', detail: 'not reached' },
    { resource: 'file:/srv/t/a', state: 'drifted', detail: 'drifted since the plan' },
    { resource: 'file:/srv/t/absent until now', state: 'drifted', detail: 'drifted since the plan' },
  ]);
  expect(await host.shell('cat /srv/t/a')).toBe('by hand');
  expect(await host.shell('ls /srv/t')).toBe('a\nabsent until now');
});

test('an aborted apply throws the reason at once; the host stops after the resource it is at', async () => {
  const resources = [file('before', '1'), gate, file('after', '2')];
  const controller = new AbortController();
  const applying = host.apply(resources, { signal: controller.signal });
  applying.catch(() => undefined);
  await untilWaiting();
  controller.abort(new Error('the user has left'));
  await expect(applying).rejects.toThrow('the user has left');
  await expect.poll(() => host.shell('ls /var/lib/ssh-host')).toContain('stop-');
  await host.shell('touch /srv/t/go');
  const facts = await readHost(host.connection, resources, { waitMs: 10_000 });
  expect(planHost(facts, resources).changes.map(({ resource }) => resource)).toEqual(['file:/srv/t/after']);
  expect(await host.shell('ls /var/lib/ssh-host')).not.toContain('stop-');
});

test('secrets are never shown: not in plans, messages, arguments or the journal', async () => {
  const secret = 'correct-horse-battery';
  await host.shell(`echo old-${secret} >/srv/t/secret`);
  const resources: Resource[] = [
    file('secret', `new-${secret}`, { sensitive: true, mode: 0o600 }),
    gate,
    {
      kind: 'command',
      name: 'use secret',
      command: 'cat; exit 1',
      stdin: secret,
      sensitive: true,
      creates: '/srv/t/never',
    },
  ];
  const plan = await host.plan(resources);
  expect(JSON.stringify(plan)).not.toContain(secret);
  expect(plan.changes[0]).toEqual({
    resource: 'file:/srv/t/secret',
    action: 'update',
    summary: 'Update /srv/t/secret',
    reason: 'content changes; mode 0644 becomes 0600',
  });
  expect(JSON.stringify(plan.facts)).not.toContain(Buffer.from(`old-${secret}\n`).toString('base64'));
  const applying = applyHost(host.connection, plan);
  applying.catch(() => undefined);
  await untilWaiting();
  const encoded = Buffer.from(secret).toString('base64').slice(0, 20);
  const visible = await host.shell("cat /proc/[0-9]*/cmdline | tr '\\0' ' '");
  expect(visible).not.toContain(secret);
  expect(visible).not.toContain(encoded);
  await host.shell('touch /srv/t/go');
  const error = (await applying.catch((e: unknown) => e)) as ApplyFailedError;
  expect(error.failure).toMatchObject({ resource: 'command:use secret', state: 'failed' });
  expect(error.message).not.toContain(secret);
  expect(await host.shell('cat /srv/t/secret')).toBe(`new-${secret}`);
  expect(await host.shell('cat /var/lib/ssh-host/journal/*')).not.toContain(secret);
  expect(await host.shell('find /var/lib/ssh-host -perm /077')).toBe('');
});

test('a unit that does not start says why', async () => {
  const resources: Resource[] = [
    {
      kind: 'file',
      path: '/etc/systemd/system/broken.service',
      content: '[Service]\nType=oneshot\nExecStart=/bin/sh -c "echo no such luck; exit 7"\n',
    },
    { kind: 'unit', name: 'broken.service', isRunning: true },
  ];
  await expect(host.apply(resources)).rejects.toThrow(/no such luck/);
});

test('work that is done and yet did not help is not called success', async () => {
  const useless: Resource = { kind: 'command', name: 'useless', command: ':', creates: '/srv/t/never' };
  const error = await host.apply([useless]).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(NotConvergedError);
  expect((error as NotConvergedError).left).toMatchObject([{ resource: 'command:useless' }]);
});

test('a folder where a file should be is not replaced without being asked', async () => {
  await host.shell('mkdir -p /srv/t/taken');
  await expect(host.plan([{ kind: 'link', path: '/srv/t/taken', target: '/etc' }])).rejects.toThrow(
    ResourceConflictError,
  );
  await expect(host.plan([file('taken', '')])).rejects.toThrow(ResourceConflictError);
});

test('the host key can be replaced, and the new one proven by a new connection', async () => {
  const { privateKey, publicKey } = generateKeyPair('rotated');
  const resources: Resource[] = [
    {
      kind: 'file',
      path: '/etc/ssh/ssh_host_ed25519_key',
      content: privateKey,
      mode: 0o600,
      sensitive: true,
    },
    { kind: 'file', path: '/etc/ssh/ssh_host_ed25519_key.pub', content: `${publicKey}\n` },
    { kind: 'unit', name: 'ssh.service', isRunning: true, reloadOn: ['file:/etc/ssh/ssh_host_ed25519_key'] },
  ];
  const login = { host: host.machine.address, privateKey: host.privateKey };
  expect((await host.changes(resources)).map(({ action }) => action)).toEqual(['update', 'update', 'reload']);
  await host.apply(resources);
  // sshd starts itself anew to reload, and listens again a moment later.
  const prove = async (): Promise<string> => {
    await using renewed = await connectHost({ ...login, hostKey: publicKeyOf(privateKey) });
    return (await renewed.run('echo new')).stdout;
  };
  await expect.poll(() => prove().catch(() => 'not yet'), { timeout: 10_000 }).toBe('new\n');
  await expect(connectHost({ ...login, hostKey: host.machine.hostKey })).rejects.toThrow(
    HostKeyMismatchError,
  );
  // The connection from before goes on.
  expect(await host.changes(resources)).toEqual([]);
});
