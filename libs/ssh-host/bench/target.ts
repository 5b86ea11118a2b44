import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startDelayProxy } from '@wescale/real-servers';
import { generateKeyPair } from '@wescale/ssh-host';
import { startDebianMachine } from '@wescale/stage';

/** How to reach the machine, directly or through a slow link. */
export interface TargetAccess {
  host: string;
  port: number;
  privateKeyFile: string;
  hostKey: string;
  /** For OpenSSH's client: key, port and the pinned host key. */
  sshOptions: string[];
}

export interface SessionCount {
  logins: number;
  sessions: number;
}

/** The machine that everybody changes, one after the other. */
export interface Target extends AsyncDisposable {
  direct: TargetAccess;
  /** Through a proxy that adds half of this each way. */
  slow: TargetAccess;
  /** Takes away what a run has brought about. */
  reset(): Promise<void>;
  /** How many logins and sessions sshd has counted so far. */
  countSessions(): Promise<SessionCount>;
}

const leftovers =
  '/etc/hunt /var/lib/hunt /var/log/hunt /etc/sysctl.d/90-hunt.conf /etc/sudoers.d/hunt /etc/cron.d/hunt-backup /var/lib/ssh-host /root/.ansible';

export async function startTarget(directory: string, roundTripMs: number): Promise<Target> {
  await mkdir(directory, { recursive: true });
  const { privateKey, publicKey } = generateKeyPair('bench');
  const privateKeyFile = join(directory, 'key');
  await writeFile(privateKeyFile, privateKey, { mode: 0o600 });
  const machine = await startDebianMachine({ authorizedKey: publicKey });
  const proxy = await startDelayProxy({
    target: { host: machine.address, port: 22 },
    delayMs: roundTripMs / 2,
  });
  const shell = async (line: string): Promise<string> => {
    const { exitCode, stdout, stderr } = await machine.run(line);
    if (exitCode !== 0) throw new Error(`${line}: ${stderr}`);
    return stdout;
  };
  // Ansible's apt module needs python3-apt. sshd writes down each session; that costs all contenders the same.
  await shell(
    'apt-get -q update && apt-get -qy --no-install-recommends install python3-apt cron procps sudo curl',
  );
  await shell('echo "LogLevel VERBOSE" >/etc/ssh/sshd_config.d/bench.conf && systemctl restart ssh');
  await shell('systemctl is-system-running --wait || :');

  const knownHosts = join(directory, 'known_hosts');
  await writeFile(knownHosts, `machine ${machine.hostKey}\n`);
  const access = (host: string, port: number): TargetAccess => ({
    host,
    port,
    privateKeyFile,
    hostKey: machine.hostKey,
    sshOptions: Object.entries({
      Port: port,
      IdentityFile: privateKeyFile,
      UserKnownHostsFile: knownHosts,
      HostKeyAlias: 'machine',
    }).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
  });
  return {
    direct: access(machine.address, 22),
    slow: access(proxy.host, proxy.port),
    async reset() {
      await shell(
        `userdel -r hunt 2>/dev/null; groupdel hunt 2>/dev/null; crontab -r 2>/dev/null; rm -rf ${leftovers}`,
      );
    },
    async countSessions() {
      // By name, not by unit: once logged in, a session's process belongs to the user, not to sshd's unit.
      const log = await shell('journalctl -q -t sshd -o cat');
      const count = (pattern: RegExp): number => log.match(pattern)?.length ?? 0;
      return { logins: count(/^Accepted publickey/gm), sessions: count(/^Starting session/gm) };
    },
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]();
      await machine[Symbol.asyncDispose]();
    },
  };
}
