import { expect, test } from 'vitest';
import { ownCgroupFolders } from './cgroups.ts';

const hybrid = `31 23 0:28 / /sys/fs/cgroup rw - tmpfs tmpfs rw,mode=755
32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime - cgroup cgroup rw,cpu,cpuacct
35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,xattr,release_agent=/lib/agent,name=systemd
41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
`;

test('every hierarchy of a hybrid host is found', () => {
  const own = '9:name=systemd:/\n4:memory:/jobs/1\n2:cpuacct,cpu:/\n0::/\n';
  expect(ownCgroupFolders(own, hybrid)).toEqual([
    '/sys/fs/cgroup/systemd',
    '/sys/fs/cgroup/memory/jobs/1',
    '/sys/fs/cgroup/cpu,cpuacct',
    '/sys/fs/cgroup/unified',
  ]);
});

test('a host with version 2 alone has one hierarchy', () => {
  const mounts = '30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw,nsdelegate\n';
  expect(ownCgroupFolders('0::/user.slice/session-1.scope\n', mounts)).toEqual([
    '/sys/fs/cgroup/user.slice/session-1.scope',
  ]);
});

test('what is mounted from further below is found there, and what is not mounted is left out', () => {
  const mounts = '30 23 0:26 /jobs /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n';
  expect(ownCgroupFolders('0::/jobs/7\n', mounts)).toEqual(['/sys/fs/cgroup/7']);
  expect(ownCgroupFolders('0::/elsewhere\n3:pids:/\n', mounts)).toEqual([]);
});
