import { Session } from 'node:inspector';

/**
 * Loaded into the nodes of both systems when their memory is weighed: on SIGUSR2, V8 collects what nobody holds, and gives back
 * the pages that this leaves mostly empty, as it does when memory runs low.
 */
const session = new Session();
session.connect();
process.on('SIGUSR2', () => {
  session.post('HeapProfiler.collectGarbage', (error) => {
    if (error !== null) throw error;
  });
});
