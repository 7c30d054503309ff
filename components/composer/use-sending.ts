import { useEffect, useState } from 'react';
import type { Draft } from '@/lib/chat/draft';
import type { ErrorCode } from '@/lib/chat/errors';
import { send, useChat } from '@/lib/client/use-chat';

interface Sending {
  /** Why the draft was not sent. */
  readonly error: ErrorCode | null;
  readonly submit: () => void;
  /** The draft is no longer the one that was to be sent. */
  readonly changed: () => void;
}

interface SendingOptions {
  readonly onNameMissing: () => void;
  readonly onSent: () => void;
}

/** Sends the draft, or waits with it while a node is being asked for a name. */
export function useSending(draft: Draft, { onNameMissing, onSent }: SendingOptions): Sending {
  const [error, setError] = useState<ErrorCode | null>(null);
  const hasName = useChat(({ name }) => name !== null);
  const isNaming = useChat((state) => state.isNaming);
  const [isWaiting, setIsWaiting] = useState(false);

  const submit = () => {
    const refusal = send(draft);
    if (refusal?.code === 'name_required') return isNaming ? setIsWaiting(true) : onNameMissing();
    setError(refusal?.code ?? null);
    if (refusal === null) onSent();
  };
  const changed = () => {
    setError(null);
    setIsWaiting(false);
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the name is set or refused.
  useEffect(() => {
    if (!isWaiting || isNaming) return;
    setIsWaiting(false);
    if (hasName) submit(); // If there is no name, the name field says why.
  }, [isWaiting, isNaming]);
  return { error, submit, changed };
}
