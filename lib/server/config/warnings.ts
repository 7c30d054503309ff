import type { Worker } from 'node:cluster';
import type { Logger } from 'pino';

/** Logs what a public deployment must not have: each sentence once, however many nodes the machine runs. */
export type Warnings = Pick<Logger, 'warn'>;

interface Told {
  readonly warning: { readonly fields: object; readonly sentence: string };
}

/** One of several nodes tells its parent, which knows what the others have reported. */
export function createWarnings(
  { seat }: { readonly seat?: unknown },
  logger: Pick<Logger, 'warn'>,
): Warnings {
  if (seat === undefined) return once((fields, sentence) => logger.warn(fields, sentence));
  return once((fields, sentence) => process.send?.({ warning: { fields, sentence } } satisfies Told));
}

/** In the parent: logs what its nodes report. */
export function hearWarnings(worker: Pick<Worker, 'on'>, warnings: Warnings): void {
  worker.on('message', (told: Partial<Told> | string) => {
    if (typeof told !== 'object' || told.warning === undefined) return;
    warnings.warn(told.warning.fields, told.warning.sentence);
  });
}

function once(say: (fields: object, sentence: string) => void): Warnings {
  const said = new Set<string>();
  const warn = (fields: object, sentence: string) => {
    if (said.has(sentence)) return;
    said.add(sentence);
    say(fields, sentence);
  };
  return { warn: warn as Logger['warn'] };
}
