import { createServer } from 'node:http';
import { createAdapter } from '@socket.io/redis-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';

/**
 * One node of the usual alternative: plain Socket.IO with its redis-adapter, as their documentation shows them. No history, no
 * order, no resending. Started with REDIS_URL and PORT in its environment.
 */
const { REDIS_URL = '', PORT } = process.env;

const httpServer = createServer((_request, response) => response.end('ok'));
const io = new Server(httpServer, { adapter: createAdapter(new Redis(REDIS_URL), new Redis(REDIS_URL)) });

io.on('connection', (socket) => {
  socket.on('join', (room: string, answer: () => void) => {
    void socket.join(room);
    answer();
  });
  socket.on('say', (room: string, text: string, answer: () => void) => {
    io.to(room).emit('said', text);
    answer();
  });
});

httpServer.listen(Number(PORT), '127.0.0.1');
process.on('SIGTERM', () => process.exit(0));
