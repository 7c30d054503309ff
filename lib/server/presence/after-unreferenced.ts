import type { After } from '@/lib/chat/timeline/throttle';

/** A timer that keeps no process alive. */
export const afterUnreferenced: After = (ms, run) => {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
};
