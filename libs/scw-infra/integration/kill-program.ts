import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import type { JournalEntry } from '@wescale/scaleway-emulator';
import { createScalewayClient, type ScalewayClient } from '@wescale/scw-infra';
import { quickRetry, type TestWorld } from './world.ts';

/** Something to run in a process of its own. */
export interface Program {
  file: URL;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** Starts a program against the emulator, and kills it hard as soon as the journal is as it shall be. */
export async function killProgram(
  world: TestWorld,
  { file, args = [], env = {} }: Program,
  isTime: (journal: readonly JournalEntry[]) => boolean,
): Promise<void> {
  const { accessKey, secretKey, projectId, organizationId } = world.emulator.account;
  const path = fileURLToPath(file);
  const child = spawn(process.execPath, ['--conditions=@wescale/source', path, ...args], {
    env: {
      SCW_API_URL: world.emulator.url,
      SCW_ACCESS_KEY: accessKey,
      SCW_SECRET_KEY: secretKey,
      SCW_DEFAULT_PROJECT_ID: projectId,
      SCW_DEFAULT_ORGANIZATION_ID: organizationId,
      ...env,
    },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  while (child.exitCode === null && !isTime(await world.emulator.control.journal()))
    await new Promise((resolve) => setTimeout(resolve, 2));
  child.kill('SIGKILL');
  await exited;
}

/** The client of such a program. */
export function clientOfProgram(): ScalewayClient {
  const { env } = process;
  return createScalewayClient({
    apiUrl: env['SCW_API_URL'] ?? '',
    accessKey: env['SCW_ACCESS_KEY'] ?? '',
    secretKey: env['SCW_SECRET_KEY'] ?? '',
    projectId: env['SCW_DEFAULT_PROJECT_ID'] ?? '',
    organizationId: env['SCW_DEFAULT_ORGANIZATION_ID'] ?? '',
    region: 'fr-par',
    zone: 'fr-par-1',
    retry: quickRetry,
  });
}
