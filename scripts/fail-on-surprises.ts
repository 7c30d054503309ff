import { format } from 'node:util';
import { afterEach, beforeEach } from 'vitest';

/**
 * Loaded before every test file: what a test did not ask for fails it, be it a line on `console.error` or a promise
 * that nobody handled. A test that expects such a line puts `vi.spyOn(console, 'error').mockImplementation(…)` over it.
 */
const surprises: string[] = [];

console.error = (...parts: unknown[]) => void surprises.push(`console.error: ${format(...parts)}`);
process.on('unhandledRejection', (reason) => void surprises.push(`unhandled rejection: ${format(reason)}`));

beforeEach(() => {
  surprises.length = 0;
});

afterEach(() => {
  if (surprises.length > 0)
    throw new Error(`The test caused what it did not expect.\n${surprises.join('\n')}`);
});
