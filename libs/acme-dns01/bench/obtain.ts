/**
 * The process that is measured: an apex and its wildcard, by the library as it is published, with nsupdate as the one who
 * writes records. It does what lego and certbot do: reads its account, obtains, writes key and chain.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createAccount, obtainCertificate, type AcmeAccount, type Dns01Challenge } from '@wescale/acme-dns01';

const [directory = '', directoryUrl = '', trustFile = '', dnsPort = '', key = '', domain = ''] =
  process.argv.slice(2);

async function update(verb: string, challenges: readonly Dns01Challenge[]): Promise<void> {
  const program = spawn('nsupdate', ['-y', key], { stdio: ['pipe', 'inherit', 'inherit'] });
  const lines = challenges.map(({ name, value }) =>
    verb === 'add' ? `update add ${name}. 1 TXT "${value}"` : `update delete ${name}. TXT "${value}"`,
  );
  program.stdin.end([`server 127.0.0.1 ${dnsPort}`, ...lines, 'send', ''].join('\n'));
  const [exitCode] = (await once(program, 'exit')) as [number];
  if (exitCode !== 0) throw new Error(`nsupdate ended with ${exitCode}`);
}

const trustedCertificates = readFileSync(trustFile, 'utf8');

async function readAccount(): Promise<AcmeAccount> {
  const file = `${directory}/account.json`;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as AcmeAccount;
  } catch {
    const { account } = await createAccount({
      directoryUrl,
      trustedCertificates,
      termsOfServiceAgreed: true,
    });
    writeFileSync(file, JSON.stringify(account));
    return account;
  }
}

const { certificate } = await obtainCertificate({
  authorities: [{ account: await readAccount(), trustedCertificates }],
  names: [domain, `*.${domain}`],
  responder: {
    present: (challenges) => update('add', challenges),
    cleanUp: (challenges) => update('delete', challenges),
  },
});
writeFileSync(`${directory}/key.pem`, certificate.keyPem, { mode: 0o600 });
writeFileSync(`${directory}/chain.pem`, certificate.chainPem);
