import { styleText } from 'node:util';

const COLOURS = {
  cluster: 'bold',
  nginx: 'green',
  'node-1': 'cyan',
  'node-2': 'magenta',
  redis: 'red',
} as const;

const WIDTH = Math.max(...Object.keys(COLOURS).map((name) => name.length));

/** Prints a line with the name of its part in front. */
export function say(name: string, line: string): void {
  const prefix = `${name.padEnd(WIDTH)} │`;
  const colour = COLOURS[name as keyof typeof COLOURS];
  console.log(`${process.stdout.isTTY && colour ? styleText(colour, prefix) : prefix} ${line}`);
}
