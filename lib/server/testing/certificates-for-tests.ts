import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';

export interface CertificatesForTests {
  /** Arguments that make `redis-server` use TLS with them. */
  readonly args: readonly string[];
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly caFile: string;
  readonly ca: string;
  remove(): void;
}

/** Makes a server certificate for this machine, and that of the authority that vouches for it. */
export function makeCertificates(): CertificatesForTests {
  const folder = temporaryFolder('certificates');
  const file = (name: string) => join(folder, name);
  const openssl = (command: string) =>
    execFileSync('openssl', command.split(' '), { cwd: folder, stdio: 'pipe' });
  const newKey = 'req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes';
  openssl(`${newKey} -x509 -days 1 -subj /CN=Concord-tests -keyout ca.key -out ca.pem`);
  openssl(`${newKey} -subj /CN=redis -keyout redis.key -out redis.csr`);
  writeFileSync(file('names'), 'subjectAltName=IP:127.0.0.1');
  openssl(
    'x509 -req -in redis.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 1 -extfile names -out redis.pem',
  );
  const [certificateFile, keyFile] = [file('redis.pem'), file('redis.key')];
  const pair = ['--tls-cert-file', certificateFile, '--tls-key-file', keyFile];
  return {
    certificateFile,
    keyFile,
    args: [...pair, '--tls-ca-cert-file', file('ca.pem'), '--tls-auth-clients', 'no'],
    caFile: file('ca.pem'),
    ca: readFileSync(file('ca.pem'), 'utf8'),
    remove: () => removeFolder(folder),
  };
}
