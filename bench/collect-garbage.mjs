import { Session } from 'node:inspector';

/**
 * Loaded into the nodes of both systems where their memory is weighed: SIGUSR2 has V8 collect what nobody holds, and give
 * back the pages that this leaves far from full, as where memory runs low.
 */
const session = new Session();
session.connect();
process.on('SIGUSR2', () => {
  session.post('HeapProfiler.collectGarbage', (error) => {
    if (error !== null) throw error;
  });
});
