import type { After } from '@/lib/chat/timeline/throttle';

/** A timer that does not keep the process alive. */
export const afterUnreferenced: After = (ms, run) => {
  const timer = setTimeout(run, ms).unref();
  return () => clearTimeout(timer);
};
