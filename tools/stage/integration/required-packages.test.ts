import { cpSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSshKeyPair, startDebianMachine } from '@wescale/stage';
import { expect, test } from 'vitest';
import { describeOnAStage } from './on-a-stage.ts';

const program = `
  const { ensurePackages } = await import('/opt/stage/src/host/required-packages.ts');
  const onProgress = (message) => console.log(message);
  await ensurePackages({ onProgress });
  console.log('again');
  await ensurePackages({ onProgress });
`;

describeOnAStage('a bare Debian host', () => {
  test('gets what a stage needs installed once, and is told what and why', async () => {
    const { publicKey } = await createSshKeyPair();
    await using machine = await startDebianMachine({ authorizedKey: publicKey });
    const files = machine.filesFolder();
    cpSync(process.execPath, path.join(files, 'usr/local/bin/node'));
    for (const part of ['src', 'package.json'])
      cpSync(fileURLToPath(new URL(`../${part}`, import.meta.url)), path.join(files, 'opt/stage', part), {
        recursive: true,
      });
    const { stdout } = await machine.run(
      `node --input-type=module --eval "${program}"; which mmdebstrap systemd-nspawn dnsmasq nft named nsupdate; ` +
        'systemctl is-active named; systemctl is-enabled named',
    );
    expect(stdout.split('\n')).toEqual([
      'Installing mmdebstrap (makes the machine image), systemd-container (runs the machines), ' +
        'dnsmasq-base (gives the machines their addresses), bind9 (answers for names), ' +
        'bind9-dnsutils (edits zones), nftables (enforces security groups)',
      'again',
      '/usr/bin/mmdebstrap',
      '/usr/bin/systemd-nspawn',
      '/usr/sbin/dnsmasq',
      '/usr/sbin/nft',
      '/usr/sbin/named',
      '/usr/bin/nsupdate',
      // Nothing that would answer on the host itself.
      'inactive',
      'disabled',
      '',
    ]);
  });
});
