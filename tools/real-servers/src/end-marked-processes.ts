import { readdir, readFile } from 'node:fs/promises';

/**
 * Kills every process whose environment holds `marker` (`NAME=value`), also those that lost their parent: what a
 * server left behind when its connection was cut.
 */
export async function endMarkedProcesses(marker: string): Promise<void> {
  for (const entry of await readdir('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const environment = await readFile(`/proc/${entry}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(marker)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself in between.
      }
    }
  }
}
