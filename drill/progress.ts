import type { Outcome } from './round';
import { isKept } from './table';
import type { Witness } from './witness';

const REDRAW_MS = 1_000;

/**
 * Tells somebody who waits what is going on: in a terminal by a line that updates itself, elsewhere by a line for each fault.
 */
export interface Progress {
  begin(title: string, witness: Witness): void;
  tell(doing: string): void;
  end(outcome: Outcome): void;
  close(): void;
}

export function showProgress(out: NodeJS.WriteStream): Progress {
  let current: { readonly title: string; readonly since: number; readonly witness: Witness } | null = null;
  let doing = '';

  const draw = () => {
    if (!current || !out.isTTY) return;
    const { title, since, witness } = current;
    const { delivered = 0 } = witness.seconds.at(-2) ?? {};
    const { acknowledged } = witness.testimony();
    const seconds = Math.round((Date.now() - since) / 1_000);
    const figures = `${acknowledged.size} acknowledged, ${delivered} deliveries/s`;
    out.write(`\r\x1b[K… ${title}: ${doing} ${seconds} s, ${figures}`);
  };
  const timer = setInterval(draw, REDRAW_MS);

  return {
    begin: (title, witness) => {
      current = { title, since: Date.now(), witness };
      doing = '';
      if (!out.isTTY) out.write(`… ${title}\n`);
      draw();
    },
    tell: (what) => {
      doing = what;
      draw();
    },
    end: (outcome) => {
      const mark = isKept(outcome) ? '✓' : '✗';
      const seconds = ((Date.now() - (current?.since ?? Date.now())) / 1_000).toFixed(0);
      if (out.isTTY) out.write('\r\x1b[K');
      out.write(`${mark} ${outcome.fault.name}, ${outcome.acknowledged} acknowledged, ${seconds} s\n`);
    },
    close: () => {
      clearInterval(timer);
      if (out.isTTY) out.write('\r\x1b[K');
    },
  };
}
