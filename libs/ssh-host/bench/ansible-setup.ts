import { execFile } from 'node:child_process';
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** From PyPI, installed by the benchmark itself; raise them together and look at both change logs. */
const requirements = ['ansible-core==2.19.14', 'mitogen==0.3.54'];

const run = promisify(execFile);

/** A private Ansible, with the playbook beside it and one configuration per way of running it. */
export interface AnsibleSetup {
  /** The program. */
  playbook: string;
  play: string;
  configurations: { plain: string; pipelining: string; mitogen: string };
}

/** Installs Ansible and Mitogen into `directory`. Needs python3 with venv. */
export async function setUpAnsible(directory: string): Promise<AnsibleSetup> {
  const venv = join(directory, 'venv');
  await run('python3', ['-m', 'venv', venv]);
  await run(join(venv, 'bin/pip'), ['install', '-q', '--disable-pip-version-check', ...requirements]);
  const { stdout: strategies } = await run(join(venv, 'bin/python'), [
    '-c',
    'import ansible_mitogen, os; print(os.path.join(os.path.dirname(ansible_mitogen.__file__), "plugins/strategy"))',
  ]);
  const work = join(directory, 'play');
  await mkdir(work);
  await cp(join(import.meta.dirname, 'ansible'), work, { recursive: true });
  const defaults = '[defaults]\nremote_user = root\ninterpreter_python = /usr/bin/python3\n';
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(work, name), defaults + text);
    return join(work, name);
  };
  return {
    playbook: join(venv, 'bin/ansible-playbook'),
    play: join(work, 'play.yml'),
    configurations: {
      plain: await write('plain.cfg', ''),
      pipelining: await write('pipelining.cfg', '[ssh_connection]\npipelining = True\n'),
      mitogen: await write(
        'mitogen.cfg',
        `strategy_plugins = ${strategies.trim()}\nstrategy = mitogen_linear\n`,
      ),
    },
  };
}
