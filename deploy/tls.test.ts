import { once } from 'node:events';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { type RequestOptions, request } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type CertificatesForTests, makeCertificates } from '@/lib/server/testing/certificates-for-tests';
import { freePort, isPortFree } from '@/scripts/cluster/free-port';
import { type Running, startProcess } from '@/scripts/cluster/start-process';
import { removeFolder, temporaryFolder } from '@/scripts/cluster/temporary-folder';
import { untilReady } from '@/scripts/cluster/until-ready';
import { NGINX, requireTool } from '@/scripts/tools';
import { answerTo, ask, type FakeNode, startFakeNode, upgrade } from './balancer-for-tests';

let certificates: CertificatesForTests;
let folder: string;
let node: FakeNode;
let nginx: Running;
let plainPort: number;
let port: number;

/** As included by an operator's nginx.conf, on other ports and with another certificate. */
function configuration(): string {
  const included = readFileSync('deploy/nginx-tls.conf', 'utf8')
    .replace('listen 80;', `listen ${plainPort};`)
    .replace('listen 443 ssl;', `listen ${port} ssl;`)
    .replace('http://127.0.0.1:5000', `http://127.0.0.1:${node.port}`)
    .replace(/(ssl_certificate) .*/, `$1 ${certificates.certificateFile};`)
    .replace(/(ssl_certificate_key) .*/, `$1 ${certificates.keyFile};`);
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const paths = kinds.map((kind) => `${kind}_temp_path ${kind};`).join('\n');
  return `pid nginx.pid; events {} http { access_log off;\n${paths}\n${included}}`;
}

beforeAll(async () => {
  certificates = makeCertificates();
  folder = temporaryFolder('tls');
  // Started by root, nginx runs its workers as another user, who must be able to read the files here.
  chmodSync(folder, 0o755);
  node = await startFakeNode('node');
  plainPort = await freePort();
  port = await freePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configuration());
  const args = ['-e', 'stderr', '-p', folder, '-c', file, '-g', 'daemon off;'];
  nginx = await startProcess({ name: 'nginx', command: requireTool(NGINX), args });
  await untilReady(nginx, async () => !(await isPortFree(port)));
});
afterAll(async () => {
  await nginx.stop();
  await node.stop();
  removeFolder(folder);
  certificates.remove();
});

/** The certificate is for this machine, whatever name is requested. */
const checkServerIdentity = () => undefined;

const securely = (options: RequestOptions) =>
  request({ ...options, host: '127.0.0.1', ca: certificates.ca, checkServerIdentity, agent: false });

it('nginx-tls.conf tells the node the true address, host and scheme, whatever the browser claims', async () => {
  const headers = { 'X-Forwarded-For': '6.6.6.6', 'X-Forwarded-Proto': 'gopher', Host: 'chat.example.com' };
  const { headers: heard } = await answerTo(securely({ port, path: '/', headers }));
  expect(heard).toMatchObject({
    host: 'chat.example.com',
    'x-forwarded-for': '127.0.0.1',
    'x-forwarded-host': 'chat.example.com',
    'x-forwarded-proto': 'https',
  });
});

it('nginx-tls.conf passes an upgrade, and then bytes both ways', async () => {
  const { socket } = await upgrade(port, '/socket.io/?EIO=4&transport=websocket', securely);
  socket.write('hello');
  const [echo] = await once(socket, 'data');
  expect(String(echo)).toBe('hello');
  socket.destroy();
});

it('nginx-tls.conf redirects clients without TLS', async () => {
  expect((await ask(plainPort, '/rooms/x', { Host: 'chat.example.com' })).status).toBe(301);
});
