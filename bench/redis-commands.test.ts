import { expect, it } from 'vitest';
import { countIn } from './redis-commands';

const STATS = [
  '# Commandstats',
  'cmdstat_hget:calls=12,usec=30,usec_per_call=2.50,rejected_calls=0,failed_calls=0',
  'cmdstat_evalsha:calls=5,usec=100,usec_per_call=20.00,rejected_calls=0,failed_calls=0',
  'cmdstat_config|get:calls=1,usec=3,usec_per_call=3.00,rejected_calls=0,failed_calls=0',
  'cmdstat_info:calls=9,usec=900,usec_per_call=100.00,rejected_calls=0,failed_calls=0',
].join('\r\n');

it('counts what a Redis did, and how much of that was reading, but not its own questions', () => {
  expect(countIn(STATS, new Set(['hget', 'get']))).toEqual({ all: 18, reads: 12 });
});
