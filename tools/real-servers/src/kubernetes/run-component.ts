import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Component } from './control-plane.ts';

/** A part of a control plane that runs. */
export interface RunningComponent {
  name: string;
  pid: number;
  /** What it printed so far. */
  log(): string;
  /** Why it does not run any more; undefined while it does. */
  readonly ended: string | undefined;
  /** Ends it at once. */
  kill(): Promise<void>;
}

/** Starts a component, which ends with this process, also when that is killed. */
export async function runComponent(kube: string, component: Component): Promise<RunningComponent> {
  const child = spawn('setpriv', ['--pdeathsig', 'KILL', kube, component.name, ...component.args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env['PATH'] },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      log += chunk;
    });
  await once(child, 'spawn');
  const isOver = (): boolean => child.exitCode !== null || child.signalCode !== null;
  return {
    name: component.name,
    pid: child.pid ?? 0,
    log: () => log,
    get ended() {
      return isOver()
        ? `${component.name} ended with ${child.signalCode ?? child.exitCode ?? ''}`
        : undefined;
    },
    kill: async () => {
      if (isOver()) return;
      child.kill('SIGKILL');
      await once(child, 'exit');
    },
  };
}
