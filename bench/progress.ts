const REDRAW_MS = 1_000;

/**
 * Tells somebody who waits what is going on: in a terminal by a line that updates itself, elsewhere by a line for each part.
 */
export interface Progress {
  begin(title: string): void;
  tell(doing: string): void;
  end(mark: '✓' | '✗'): void;
  close(): void;
}

export function showProgress(out: NodeJS.WriteStream): Progress {
  let [title, doing, since] = ['', '', Date.now()];
  const seconds = () => `${Math.round((Date.now() - since) / 1_000)} s`;
  const clear = () => {
    if (out.isTTY) out.write('\r\x1b[K');
  };
  const draw = () => {
    if (out.isTTY && title !== '') out.write(`\r\x1b[K… ${title}: ${doing} ${seconds()}`);
  };
  const timer = setInterval(draw, REDRAW_MS);
  return {
    begin: (what) => {
      [title, doing, since] = [what, '', Date.now()];
      if (!out.isTTY) out.write(`… ${title}\n`);
      draw();
    },
    tell: (what) => {
      doing = what;
    },
    end: (mark) => {
      clear();
      out.write(`${mark} ${title}, ${seconds()}\n`);
      title = '';
    },
    close: () => {
      clearInterval(timer);
      clear();
    },
  };
}
