import type { IncomingMessage, ServerResponse } from 'node:http';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Health {
  /** Returns whether this node can serve: its store is reachable, and it is not about to end. */
  isReady(): Promise<boolean>;
  /** Describes what it holds in memory, for its operator. */
  memory(): string;
}

/**
 * Answers `/healthz` (the process is alive, and what it holds in memory) and `/readyz` (it can serve), and leaves everything
 * else to `pages`. `/healthz/store` says the same as `/readyz`, but always with 200, for pages: browsers report every other
 * status.
 */
export function withHealth(health: Health, pages: Handler): Handler {
  return (request, response) => {
    const path = request.url?.split('?', 1)[0];
    if (path === '/healthz') return answer(response, 200, `ok\n${health.memory()}`);
    if (path !== '/readyz' && path !== '/healthz/store') return pages(request, response);
    const notReady = path === '/readyz' ? 503 : 200;
    health.isReady().then(
      (isReady) => answer(response, isReady ? 200 : notReady, isReady ? 'ready' : 'not ready'),
      () => answer(response, notReady, 'not ready'),
    );
  };
}

function answer(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}
