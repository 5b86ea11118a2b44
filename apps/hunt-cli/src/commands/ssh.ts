import { spawn } from 'node:child_process';
import { findGameMaster } from '../environment/find-game-master.ts';
import { clientKeyName, hostKeyNames, readPublicKey } from '../host-key/host-keys.ts';
import { exitCodes, type Verb } from './verb.ts';

export const ssh: Verb = {
  name: 'ssh',
  summary: 'Open a shell on the game master, or run a command there',
  argument: '[command...]',
  examples: [
    ['npx hunt ssh', 'a shell'],
    ['npx hunt ssh -- systemctl --failed', 'one command; its exit code is the exit code'],
  ],
  async run(session, _options, command) {
    const { address, run } = await findGameMaster(session);
    const { secrets } = run.context;
    const known = secrets.path('known_hosts');
    const hostKey = (await readPublicKey(secrets, hostKeyNames.rotated)) ?? '';
    await secrets.write('known_hosts', `${address} ${hostKey}\n`);
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
