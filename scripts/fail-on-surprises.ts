import { format } from 'node:util';
import { afterEach, beforeEach } from 'vitest';

/**
 * Loaded before every test file: anything unexpected fails a test, be it a line on `console.error` or an unhandled rejection. A
 * test that expects such a line puts `vi.spyOn(console, 'error').mockImplementation(…)` over it.
 */
const surprises: string[] = [];

console.error = (...parts: unknown[]) => void surprises.push(`console.error: ${format(...parts)}`);
process.on('unhandledRejection', (reason) => void surprises.push(`unhandled rejection: ${format(reason)}`));

/** Vitest ends its workers in a way that ends nothing that they have started: a failed test may have left a Redis running. */
const ENDS = Symbol.for('concord:ends-with-its-processes');
if (!(ENDS in globalThis)) {
  Object.defineProperty(globalThis, ENDS, { value: true });
  process.once('SIGTERM', () => process.exit(143));
}

beforeEach(() => {
  surprises.length = 0;
});

afterEach(() => {
  if (surprises.length > 0) throw new Error(`The test caused something unexpected.\n${surprises.join('\n')}`);
});
