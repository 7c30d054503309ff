import { ChatError } from '@/lib/chat/errors';

/**
 * `answer`, or `store_unavailable` when it fails or takes longer than `ms` milliseconds. What was asked may still
 * happen later: whoever asks must be able to ask again.
 */
export function withDeadline<T>(answer: Promise<T>, ms: number): Promise<T> {
  return new Promise((resolve, reject) => {
    // A node that stood still has the answer, and hears of the time before it reads that: it is read first.
    const timer = setTimeout(() => setImmediate(() => reject(new ChatError('store_unavailable'))), ms);
    answer
      .then(resolve, (cause: unknown) => reject(new ChatError('store_unavailable', { cause })))
      .finally(() => clearTimeout(timer));
  });
}
