import { useEffect, useState } from 'react';
import { useChat } from '@/lib/client/use-chat';

/** Whether something over the conversation is open. Closes it when the member goes to another room, by whichever way. */
export function useOpenHere(): readonly [boolean, (isOpen: boolean) => void] {
  const [isOpen, setIsOpen] = useState(false);
  const roomId = useChat((state) => state.roomId);
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the room changes.
  useEffect(() => setIsOpen(false), [roomId]);
  return [isOpen, setIsOpen];
}
