import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { clientKeyName, hostKeyNames, readPublicKey } from '../host-key/host-keys.ts';
import { planSteps } from '../run/run-steps.ts';
import { instance } from '../steps/instance.ts';
import { exitCodes, type Verb } from './verb.ts';

/** There is no machine to log in to. */
export class NoMachineError extends Error {
  readonly code = 'no-machine';
}

export const ssh: Verb = {
  name: 'ssh',
  summary: 'Open a shell on the game master, or run a command there',
  argument: '[command...]',
  examples: [
    ['npx hunt ssh', 'a shell'],
    ['npx hunt ssh -- systemctl --failed', 'one command; its exit code is the exit code'],
  ],
  async run(session, _options, command) {
    const run = await session.openRun({ start: false });
    const [plan] = await planSteps([instance], run);
    const address = plan?.step.outputs(plan.actual)?.['address'];
    if (address === undefined)
      throw new NoMachineError('the game master does not run; make it with: hunt core');
    const { secrets } = run.context;
    const known = secrets.path('known_hosts');
    await writeFile(known, `${address} ${(await readPublicKey(secrets, hostKeyNames.rotated)) ?? ''}\n`, {
      mode: 0o600,
    });
    const pinned = [
      '-o',
      `UserKnownHostsFile=${known}`,
      '-o',
      'GlobalKnownHostsFile=none',
      '-o',
      'StrictHostKeyChecking=yes',
    ];
    const identity = ['-i', secrets.path(clientKeyName), '-o', 'IdentitiesOnly=yes'];
    const client = spawn('ssh', [...pinned, ...identity, `root@${address}`, ...command], {
      stdio: 'inherit',
    });
    return new Promise((resolve, reject) => {
      client.once('error', (cause) =>
        reject(new Error('ssh could not be started; install openssh-client', { cause })),
      );
      client.once('exit', (code) => resolve(code ?? exitCodes.error));
    });
  },
};
