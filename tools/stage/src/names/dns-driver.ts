import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DnsDriver, ServedZone } from '@wescale/scaleway-emulator';
import type { RunningNamed } from '@wescale/real-servers';
import { StageError } from '../errors.ts';
import { tryCommand } from '../run-command.ts';
import { domainsView, editorKeyName } from './named-configuration.ts';
import { formatZone, planZoneUpdate } from './zone-update.ts';

class ZoneRefusedError extends StageError {
  readonly code = 'stage-zone-refused';
}

/** Makes the zones of the emulated Domains API zones of a named, and keeps them alike. */
export function createDnsDriver(options: {
  named: Pick<RunningNamed, 'directory' | 'rndc'>;
  /** Address of its that takes updates. */
  server: string;
  /** A file with the TSIG key that may edit. */
  keyFile: string;
}): DnsDriver {
  const { named, server, keyFile } = options;
  const served = new Map<string, ServedZone>();

  async function addZone(zone: ServedZone): Promise<void> {
    const file = `${zone.name}.db`;
    await writeFile(path.join(named.directory, file), formatZone(zone));
    const clause = `{ type primary; file "${file}"; update-policy { grant ${editorKeyName} zonesub any; }; };`;
    try {
      await named.rndc('addzone', zone.name, 'in', domainsView, clause);
    } catch (error) {
      await rm(path.join(named.directory, file), { force: true });
      throw error;
    }
  }

  async function update(zone: string, commands: readonly string[]): Promise<void> {
    const input = [`server ${server}`, ...commands, ''].join('\n');
    const { exitCode, stderr } = await tryCommand('nsupdate', ['-k', keyFile], { input });
    if (exitCode === 0) return;
    const reason = stderr.trim().split('\n').join('; ');
    throw new ZoneRefusedError(`the name servers do not take the change of ${zone}: ${reason}`);
  }

  return {
    async setZone(zone): Promise<void> {
      const before = served.get(zone.name);
      if (before === undefined) await addZone(zone);
      else {
        const commands = planZoneUpdate(before, zone);
        if (commands.length > 0) await update(zone.name, commands);
      }
      served.set(zone.name, zone);
    },
    async removeZone(name): Promise<void> {
      if (!served.delete(name)) return;
      await named.rndc('delzone', '-clean', name, 'in', domainsView);
    },
  };
}
