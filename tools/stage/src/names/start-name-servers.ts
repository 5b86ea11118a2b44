import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DnsDriver } from '@wescale/scaleway-emulator';
import { startNamed } from '@wescale/real-servers';
import { planAddresses } from '../network/address-plan.ts';
import { dataDirectory, runDirectory } from '../ownership/claim.ts';
import { createDnsDriver } from './dns-driver.ts';
import { editorKeyName, formatNamedConfiguration, formatZoneFiles } from './named-configuration.ts';

/**
 * Starts the stage's root server, Scaleway's name servers and the resolver in our own network; they die with us.
 *
 * @returns what makes the emulator's zones theirs
 */
export async function startNameServers(options: {
  stage: string;
  number: number;
  parentZone: string;
  /** Told if they end by themselves. */
  onEnd: (error: Error) => void;
}): Promise<DnsDriver> {
  const { stage, number, parentZone, onEnd } = options;
  const directory = path.join(dataDirectory(stage), 'names');
  const log = path.join(runDirectory(stage), 'names.log');
  const names = { number, directory, parentZone, editorSecret: randomBytes(32).toString('base64') };
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const keyFile = path.join(directory, 'editor.key');
  const files = {
    ...formatZoneFiles(names),
    'editor.key': `key "${editorKeyName}" { algorithm hmac-sha256; secret "${names.editorSecret}"; };\n`,
  };
  for (const [file, text] of Object.entries(files))
    await writeFile(path.join(directory, file), text, { mode: 0o600 });
  const { resolver, nameServers } = planAddresses(number);
  const named = await startNamed({
    ...{ directory, onEnd, port: 53, address: resolver },
    configuration: formatNamedConfiguration(names),
    onLog: (text) => appendFileSync(log, text),
  });
  return createDnsDriver({ named, server: nameServers[0], keyFile });
}
