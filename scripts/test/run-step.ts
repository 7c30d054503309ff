import { spawn } from 'node:child_process';
import type { Step } from './steps';

export interface Outcome {
  readonly hasPassed: boolean;
  readonly output: string;
}

/** Runs one step quietly: its output matters only if it fails. */
export function runStep({ command, args }: Step): Promise<Outcome> {
  const env = { ...process.env, FORCE_COLOR: '0', NEXT_TELEMETRY_DISABLED: '1' };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk) => chunks.push(chunk));
    child.stderr.on('data', (chunk) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      resolve({ hasPassed: code === 0, output: Buffer.concat(chunks).toString() });
    });
  });
}
