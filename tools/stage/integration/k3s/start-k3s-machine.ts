import type { ChildProcess } from 'node:child_process';
import { copyFile, chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createSshKeyPair, startDebianMachine, type DebianMachine } from '@wescale/stage';
import { ensureK3sRelease } from '@wescale/stage-kubernetes';
import { runInMachine } from '../run-in-machine.ts';
import { networkOf } from '../start-in-network.ts';
import { startImageServer } from './start-image-server.ts';

/** What our k3s wants of every configuration. */
const leastConfiguration = [
  'cluster-init: true',
  'disable: [traefik, servicelb, local-storage, metrics-server]',
];

// As k3s's installer writes it (facts/k3s-rancher.md §1, "Paths").
const unit = `[Unit]
Description=Lightweight Kubernetes
After=network-online.target
[Service]
Type=notify
KillMode=process
Delegate=yes
LimitNOFILE=1048576
LimitNPROC=infinity
TasksMax=infinity
TimeoutStartSec=0
Restart=always
RestartSec=5s
ExecStart=/usr/local/bin/k3s server
[Install]
WantedBy=multi-user.target
`;

/** A machine with k3s installed and not yet started, and a registry that it pulls from. */
export interface K3sMachine extends AsyncDisposable {
  machine: DebianMachine;
  /** Runs a line as root and answers with its standard output; fails when the line does. */
  run(line: string): Promise<string>;
  /** Runs a line that may fail; answers with all it printed. */
  attempt(line: string): Promise<{ exitCode: number | null; text: string }>;
  /** Writes a file of the machine. */
  write(file: string, text: string): Promise<void>;
  /** Writes config.yaml: what every configuration needs, and these lines. */
  configure(lines: readonly string[]): Promise<void>;
  /** Asks again until the line succeeds and its output is as wanted. */
  until(line: string, isWanted?: (output: string) => boolean): Promise<string>;
  /** Starts the service and waits until it says it is ready. */
  start(): Promise<void>;
}

export async function startK3sMachine(
  options: { onProgress?: (message: string) => void } = {},
): Promise<K3sMachine> {
  const { folder } = await ensureK3sRelease('v1.36.3+k3s1', options);
  const { publicKey } = await createSshKeyPair();
  const machine = await startDebianMachine({ authorizedKey: publicKey, ...options });
  const gateway = machine.address.replace(/\d+$/, '1');
  let registry: ChildProcess | undefined;
  const stop = async (): Promise<void> => {
    registry?.kill();
    await machine[Symbol.asyncDispose]();
  };
  try {
    const images = await startImageServer(networkOf(machine), gateway);
    registry = images.server;
    const write = async (file: string, text: string): Promise<void> => {
      const target = path.join(machine.filesFolder(), file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, text);
    };
    const program = path.join(machine.filesFolder(), 'usr/local/bin/k3s');
    await copyFile(path.join(folder, 'k3s'), program);
    await chmod(program, 0o755);
    await write('etc/systemd/system/k3s.service', unit);
    await write('etc/rancher/k3s/registries.yaml', `mirrors:\n  '*':\n    endpoint: ['${images.url}']\n`);
    const configure = (lines: readonly string[]): Promise<void> =>
      write('etc/rancher/k3s/config.yaml', `${[...leastConfiguration, ...lines].join('\n')}\n`);
    await configure([]);
    const attempt: K3sMachine['attempt'] = async (line) => {
      const { exitCode, stdout, stderr } = await machine.run(line);
      return { exitCode, text: stdout + stderr };
    };
    const run: K3sMachine['run'] = (line) => runInMachine(machine, line);
    const until: K3sMachine['until'] = async (line, isWanted = () => true) => {
      const end = Date.now() + 120_000;
      for (;;) {
        const { exitCode, text } = await attempt(line);
        if (exitCode === 0 && isWanted(text)) return text.trim();
        if (Date.now() > end)
          throw new Error(
            `not in 120 s: ${line}: exit code ${String(exitCode)}\n${text}\n${await journal(run)}`,
          );
        await sleep(250);
      }
    };
    return {
      machine,
      run,
      attempt,
      until,
      write,
      configure,
      async start(): Promise<void> {
        await run('systemctl daemon-reload; systemctl enable k3s; systemctl start --no-block k3s');
        await until('systemctl is-active k3s');
      },
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function journal(run: K3sMachine['run']): Promise<string> {
  return run('journalctl --no-pager --lines=60 --output=cat --unit=k3s');
}
