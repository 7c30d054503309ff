import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const simulate = async (...options: string[]): Promise<string> => {
  const args = ['--import', 'tsx', 'simulation/simulate.ts', ...options];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 64 * 1024 * 1024 });
  return stdout.replace(/^.* a minute; .*$/m, ''); // How long it took is the machine's.
};

it('lives through the same world again, to the byte, for the same seed, and through another for another', async () => {
  const [first, again, other] = [
    await simulate('--seed', '3', '--trace'),
    await simulate('--seed', '3', '--trace'),
    await simulate('--seed', '4', '--trace'),
  ];
  expect(first.length).toBeGreaterThan(1_000);
  expect(again).toBe(first);
  expect(other).not.toBe(first);
});
