import cluster from 'node:cluster';
import { randomBytes } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import { rmSync } from 'node:fs';
import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Config } from '@/lib/server/config/config';
import { relayRequest, relayUpgrade } from './relay';

/** As long as those that Engine.IO makes itself: nobody guesses one. */
const SESSION_ID_BYTES = 15;
const SESSION_ID = /^(\d{1,2})\.[\w-]+$/;

const LOOK_EVERY_MS = 50;

/**
 * The other nodes of this machine, as one of them sees them. All have one port, and a connection gets to any of them;
 * a session lives at one. Its id says which, and whoever gets a request of it passes that on.
 */
export interface Siblings {
  /** An id for a session of this node. */
  nameSession(): string;
  /**
   * Has a request answered by the sibling whose session it belongs to. False where it is no sibling's; `failed` is
   * called where the sibling cannot be reached.
   */
  relay(request: IncomingMessage, response: ServerResponse, session: string, failed: () => void): boolean;
  /**
   * Lets siblings reach `server`, and returns what listens on the port for it and hands it each connection: that can
   * stop while `server` goes on with its sessions.
   */
  listenFor(server: HttpServer): Server;
  /** Resolves once nothing is being passed on, or after so many milliseconds. */
  idle(withinMs: number): Promise<void>;
}

/** What {@link Siblings} need to know: `seat` and `nodes` of the configuration. */
export function createSiblings({ place, folder }: NonNullable<Config['seat']>, nodes: number): Siblings {
  const socketOf = (other: number) => join(folder, `${other}.sock`);
  /** What is being answered by a sibling: responses, and the connections that were upgraded. */
  const relayed = new Set<EventEmitter>();
  const count = (carrier: EventEmitter) => {
    relayed.add(carrier);
    carrier.once('close', () => relayed.delete(carrier));
  };

  return {
    nameSession: () => `${place}.${randomBytes(SESSION_ID_BYTES).toString('base64url')}`,
    relay: (request, response, session, failed) => {
      const home = Number(SESSION_ID.exec(session)?.[1] ?? place);
      if (home === place || home < 1 || home > nodes) return false;
      const isUpgrade = request.headers.upgrade !== undefined;
      count(isUpgrade ? request.socket : response);
      if (isUpgrade) relayUpgrade(socketOf(home), request, failed);
      else relayRequest(socketOf(home), request, response, failed);
      return true;
    },
    listenFor: (server) => {
      rmSync(socketOf(place), { force: true }); // Of one that was killed.
      // A node whose parent has died ends at this (Node sees to that), and nobody else is left to do it.
      cluster.worker?.once('disconnect', () => rmSync(folder, { recursive: true, force: true }));
      server.listen({ path: socketOf(place), exclusive: true });
      // As an HTTP server itself takes connections.
      const options = { allowHalfOpen: true, noDelay: true };
      return createServer(options, (socket) => void server.emit('connection', socket));
    },
    idle: async (withinMs) => {
      const deadline = performance.now() + withinMs;
      while (relayed.size > 0 && performance.now() < deadline) await pause(LOOK_EVERY_MS);
    },
  };
}
