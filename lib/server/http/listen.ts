import type { Server } from 'node:net';
import { StartError } from '@/lib/server/config/start-error';

/**
 * Resolves once `server` listens.
 * @throws StartError if the port or address is not available
 */
export function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(new StartError(describe(cause, port, host), { cause }));
    });
    server.listen(port, host, resolve);
  });
}

function describe({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE') {
    return `Port ${port} of ${host} is in use. Stop what uses it (lsof -i :${port} names it), or set PORT to another.`;
  }
  if (code === 'EACCES')
    return `Port ${port} needs more rights than this user has. Set PORT to one above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `${host} is not an address of this machine. Set HOST to one that is, or to 0.0.0.0 for all of them.`;
  }
  return `Cannot listen on port ${port} of ${host}: ${message}`;
}
