import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A certificate that nobody else trusts, PEM, and the files it is in. */
export interface TestCertificate extends AsyncDisposable {
  certificate: string;
  privateKey: string;
  certificateFile: string;
  privateKeyFile: string;
}

/** @param subject the one it is for: `DNS:rancher.hunt.test`, `IP:127.0.0.1` */
export async function makeCertificate(subject: string): Promise<TestCertificate> {
  const directory = await mkdtemp(join(tmpdir(), 'rancher-client-tls-'));
  const [certificateFile, privateKeyFile] = [join(directory, 'certificate.pem'), join(directory, 'key.pem')];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
  const files = ['-keyout', privateKeyFile, '-out', certificateFile];
  const names = ['-subj', '/CN=rancher', '-addext', `subjectAltName=${subject}`];
  await promisify(execFile)('openssl', ['req', ...kind, ...files, ...names]);
  const [certificate, privateKey] = await Promise.all(
    [certificateFile, privateKeyFile].map((file) => readFile(file, 'utf8')),
  );
  return {
    certificate: certificate ?? '',
    privateKey: privateKey ?? '',
    certificateFile,
    privateKeyFile,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}
