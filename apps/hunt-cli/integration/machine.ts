import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { stageStatus } from '@wescale/stage';

const run = promisify(execFile);

/** A machine of a stage, reached past its network and its sshd, so that a test sees and does what hunt does not. */
export interface TestMachine {
  address: string;
  /** Process number of its first process, as this host sees it. */
  leader: number;
  /** Runs a line of shell as root and returns what it prints. */
  run(line: string, stdin?: string): Promise<string>;
  /** Resets every connection from here to its sshd; the machine is not told. */
  cutLink(): Promise<void>;
}

/** The machine of a hunt. */
export async function findMachine(stage: string, hunt: string): Promise<TestMachine> {
  const [status] = await stageStatus({ name: stage });
  const machine = status?.machines.find(({ name }) => name === `${hunt}-game-master`);
  const [address] = machine?.addresses ?? [];
  const leader = machine?.leader?.pid;
  if (address === undefined || leader === undefined) throw new Error(`no machine of ${hunt} is on`);
  const inside = [`--target=${leader}`, '--mount', '--uts', '--ipc', '--net', '--pid', '--'];
  return {
    address,
    leader,
    run: (line, stdin) => runWithInput('nsenter', [...inside, '/bin/sh', '-ec', line], stdin),
    async cutLink() {
      await runWithInput('ss', ['--kill', '--tcp', 'dst', address, 'and', 'dport', '=', '22']);
    },
  };
}

/** Runs a program and returns what it prints. @throws when it fails */
export async function runWithInput(program: string, args: string[], stdin = ''): Promise<string> {
  const running = run(program, args, { maxBuffer: 64 * 1024 * 1024 });
  // Whoever does not want its input may be gone before it comes.
  running.child.stdin?.on('error', () => undefined).end(stdin);
  return (await running).stdout;
}
