import { type Logger, pino } from 'pino';
import type { Config } from './config';

/** One JSON object per line; in development, lines for people. */
export function createLogger(config: Pick<Config, 'isDevelopment' | 'logLevel' | 'nodeId'>): Logger {
  const options = { level: config.logLevel, base: { node: config.nodeId } };
  if (!config.isDevelopment) return pino(options);
  return pino({ ...options, transport: { target: 'pino-pretty', options: { ignore: 'pid,node,hostname' } } });
}
