import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { NODE_ARGS } from '@/scripts/cluster/start-node';

const unit = readFileSync('deploy/concord.service', 'utf8');

it('the systemd unit starts what `npm start` starts', () => {
  expect(unit).toContain(`\nExecStart=/usr/bin/env node ${NODE_ARGS.join(' ')}\n`);
  expect(unit).toMatch(/^Environment=NODE_ENV=production /m);
});
