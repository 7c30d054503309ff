import { ChatError } from '@/lib/chat/errors';

/**
 * Returns `answer`, or fails with `store_unavailable` if that fails or takes longer than `ms` milliseconds. The request may
 * still take effect later, so the caller must be able to repeat it.
 */
export function withDeadline<T>(answer: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    // After the node stood still, the timer may fire before an answer that has arrived is read: that one comes first.
    const timer = setTimeout(() => setImmediate(() => reject(new ChatError('store_unavailable'))), ms);
    answer
      .then(resolve, (cause: unknown) => reject(new ChatError('store_unavailable', { cause })))
      .finally(() => clearTimeout(timer));
  });
}
