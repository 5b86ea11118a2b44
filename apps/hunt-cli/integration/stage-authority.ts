import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StageDescription } from '@wescale/stage';
import { runWithInput } from './machine.ts';

/** A stage's certificate authority, past ACME. */
export interface StageAuthority {
  /** File with the root of what it issues. */
  requests(): Promise<string[]>;
  /** Has it say that a certificate is to be renewed at once. */
  askForRenewal(chainPem: string): Promise<void>;
}

export function openStageAuthority({ name, directory }: StageDescription): StageAuthority {
  const pebble = join('/var/lib/hunt-stage', name, 'certificate-authority/pebble.json');
  return {
    async requests() {
      const log = await readFile(join(directory, 'certificate-authority.log'), 'utf8');
      return log.match(/(?:GET|HEAD|POST) \/[a-z-]*/g) ?? [];
    },
    async askForRenewal(chainPem) {
      const { pebble: settings } = JSON.parse(await readFile(pebble, 'utf8')) as {
        pebble: { managementListenAddress: string };
      };
      const window = { start: '2026-01-01T00:00:00Z', end: '2026-01-02T00:00:00Z' };
      const order = { Certificate: chainPem, ARIResponse: JSON.stringify({ suggestedWindow: window }) };
      const url = `https://${settings.managementListenAddress}/set-renewal-info/`;
      // Its management listens inside the stage only.
      const inside = [
        `--net=/run/netns/hunt-${name}`,
        'curl',
        '-fsSk',
        '-A',
        'test',
        '--data-binary',
        '@-',
        url,
      ];
      await runWithInput('nsenter', inside, JSON.stringify(order));
    },
  };
}
