import { execFile } from 'node:child_process';
import { mkdtemp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AnsibleSetup } from './ansible-setup.ts';
import { floorScript } from './floor-script.ts';
import type { TargetAccess } from './target.ts';

/** One way to bring about the thirty resources. */
export interface Contender {
  name: string;
  /** What to start, as a whole process, against this target. */
  command(access: TargetAccess): Promise<Invocation>;
}

export interface Invocation {
  program: string;
  args: string[];
  env?: Record<string, string>;
  stdin?: string;
  /** How many things it says it changed. */
  countChanges(stdout: string): number;
  /** Ends what it left running on this side. */
  cleanUp?(): Promise<void>;
}

export function listContenders(ansible: AnsibleSetup, directory: string): Contender[] {
  const viaAnsible = (name: string, configuration: string): Contender => ({
    name,
    command: (access) => ansibleInvocation(ansible, configuration, access, directory),
  });
  return [
    {
      name: 'one shell script (the floor)',
      command: async (access) => ({
        program: 'ssh',
        args: ['-F', 'none', ...access.sshOptions, `root@${access.host}`, '/bin/sh -s'],
        stdin: floorScript(),
        countChanges: Number,
      }),
    },
    {
      name: 'ssh-host',
      command: async ({ host, port, privateKeyFile, hostKey }) => ({
        program: process.execPath,
        args: [join(import.meta.dirname, 'converge.ts'), host, String(port), privateKeyFile, hostKey],
        countChanges: Number,
      }),
    },
    viaAnsible('Ansible with Mitogen', ansible.configurations.mitogen),
    viaAnsible('Ansible with pipelining', ansible.configurations.pipelining),
    viaAnsible('Ansible as it comes', ansible.configurations.plain),
  ];
}

async function ansibleInvocation(
  ansible: AnsibleSetup,
  configuration: string,
  access: TargetAccess,
  directory: string,
): Promise<Invocation> {
  const inventory = join(directory, 'inventory');
  const options = `ansible_host=${access.host} ansible_ssh_common_args='-F none ${access.sshOptions.join(' ')}'`;
  await writeFile(inventory, `target ansible_port=${access.port} ${options}\n`);
  // Connections are kept for a minute; each run gets a place of its own for them, so that none inherits one.
  const control = await mkdtemp(join(directory, 'c-'));
  return {
    program: ansible.playbook,
    args: ['-i', inventory, ansible.play],
    env: { ANSIBLE_CONFIG: configuration, ANSIBLE_SSH_CONTROL_PATH_DIR: control, ANSIBLE_HOME: directory },
    countChanges: (stdout) => Number(/changed=(\d+)/.exec(stdout)?.[1] ?? Number.NaN),
    async cleanUp() {
      for (const socket of await readdir(control))
        await promisify(execFile)('ssh', [
          '-O',
          'exit',
          '-o',
          `ControlPath=${join(control, socket)}`,
          'target',
        ]).catch(() => undefined);
    },
  };
}
