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

/** As long as Engine.IO's own ids, so that nobody guesses one. */
const SESSION_ID_BYTES = 15;
const SESSION_ID = /^(\d{1,2})\.[\w-]+$/;

const LOOK_EVERY_MS = 50;

/**
 * The other nodes on this machine, as one of them sees them. All share one port, and a connection may reach any of them, but a
 * session lives at one. Its id says which, and a node that gets a request for it passes that on.
 */
export interface Siblings {
  /** Makes an id for a session of this node. */
  nameSession(): string;
  /**
   * Passes a request on to the sibling that has the session. Returns false if no sibling has it; calls `failed` if the sibling
   * cannot be reached.
   */
  relay(request: IncomingMessage, response: ServerResponse, session: string, failed: () => void): boolean;
  /**
   * Lets siblings reach `server`, and returns the server that listens on the port and passes each connection on to it. That one
   * can be closed while `server` continues with its sessions.
   */
  listenFor(server: HttpServer): Server;
  /** Resolves once nothing is being passed on, or after this many milliseconds. */
  idle(withinMs: number): Promise<void>;
}

/** Creates {@link Siblings} from `seat` and `nodes` of the configuration. */
export function createSiblings({ place, folder }: NonNullable<Config['seat']>, nodes: number): Siblings {
  const socketOf = (other: number) => join(folder, `${other}.sock`);
  /** What siblings are answering: responses, and connections that were upgraded. */
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
      rmSync(socketOf(place), { force: true }); // Left by a node that was killed.
      // A node whose parent has died ends at this event (Node sees to that), and nobody else is left to clean up.
      cluster.worker?.once('disconnect', () => rmSync(folder, { recursive: true, force: true }));
      server.listen({ path: socketOf(place), exclusive: true });
      // With the options that an HTTP server itself uses.
      const options = { allowHalfOpen: true, noDelay: true };
      return createServer(options, (socket) => void server.emit('connection', socket));
    },
    idle: async (withinMs) => {
      const deadline = performance.now() + withinMs;
      while (relayed.size > 0 && performance.now() < deadline) await pause(LOOK_EVERY_MS);
    },
  };
}
