import type { Logger } from 'pino';

/** Whatever is logged at error level was not expected by whoever wrote it. */
export function createWorldLogger(failed: (line: string) => void): Logger {
  const ignore = () => {};
  const complain = (...args: unknown[]) => failed(args.map(textOf).join(' '));
  const logger = {
    level: 'error',
    trace: ignore,
    debug: ignore,
    info: ignore,
    warn: ignore,
    error: complain,
    fatal: complain,
    child: () => logger,
  };
  return logger as unknown as Logger;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const { err } = value as { err?: Error };
  return err?.stack ?? JSON.stringify(value);
}
