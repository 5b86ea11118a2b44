export { startDebianMachine } from './debian-machine/start-debian-machine.ts';
export type { DebianMachine, DebianMachineOptions } from './debian-machine/start-debian-machine.ts';
export { createSshKeyPair } from './debian-machine/host-key.ts';
export type { SshKeyPair } from './debian-machine/host-key.ts';
export { StageError, PreflightError, CommandError, StageStartError, StageNotFoundError } from './errors.ts';
export type { CommandResult } from './run-command.ts';
