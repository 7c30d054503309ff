import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { createAdapter as createStreamsAdapter } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import type { PlainClientToServer, PlainServerToClient } from './plain-protocol';

/**
 * One node of plain Socket.IO: what its documentation shows for several servers, and nothing more. Started with REDIS_URL, PORT
 * and ADAPTER in its environment.
 */
const { REDIS_URL = '', PORT, ADAPTER } = process.env;

// Both adapters drop the promises of what they publish; without this, the node would die with Redis.
process.on('unhandledRejection', (reason) => console.error(`Redis: ${reason}`));

function connect(): Redis {
  const redis = new Redis(REDIS_URL, { maxRetriesPerRequest: null, retryStrategy: () => 200 });
  redis.on('error', () => {});
  return redis;
}

const httpServer = createServer((_request, response) => response.end('ok'));
const io = new Server<PlainClientToServer, PlainServerToClient>(
  httpServer,
  ADAPTER === 'streams'
    ? { adapter: createStreamsAdapter(connect()), connectionStateRecovery: {} }
    : { adapter: createAdapter(connect(), connect()) },
);

io.on('connection', (socket) => {
  socket.on('join', (room, answer) => {
    void socket.join(room);
    answer();
  });
  socket.on('say', (room, text, answer) => {
    io.to(room).emit('said', text);
    answer();
  });
});

httpServer.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => io.close(() => process.exit(0)));
