import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startNodeForTests } from './testing/node-for-tests';

const ROOT = join(import.meta.dirname, '../..');

it('[K1] the program in the README does what it says', async () => {
  const node = await startNodeForTests();
  const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const program = /```js\n(.*?)```/s.exec(readme)?.[1]?.replace('http://localhost:5000', node.url) ?? '';
  const bot = spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: ROOT });
  let printed = '';
  bot.stdout.on('data', (text) => {
    printed += text;
  });
  await expect.poll(() => printed).toContain('Bot: Hello');
  expect(printed).not.toContain('Please set a username');
  bot.kill();
  await node.close();
});
