import type { IncomingMessage, ServerResponse } from 'node:http';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

export interface Health {
  /** Can this node serve: is its store reachable, and is it not about to end? */
  isReady(): Promise<boolean>;
  /** What it holds in memory, for whoever looks after it. */
  memory(): string;
}

/**
 * Answers `/healthz` (the process lives, and what it holds in memory) and `/readyz` (it can serve), and leaves everything else to `pages`. `/healthz/store`
 * says the same as `/readyz` with 200: for pages, whose browsers complain of each answer that is none.
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
