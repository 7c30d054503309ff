import { say } from '@/components/ui/toasts';
import type { Texts } from '@/lib/client/texts/texts';
import { roomActions } from '@/lib/client/use-chat';

/** Blocks or unblocks the other in a direct message, and says why if that fails. Returns whether it worked. */
export async function blockDirect(roomId: string, isBlocked: boolean, { errors }: Texts): Promise<boolean> {
  const result = await roomActions.blockDirect(roomId, isBlocked);
  if (!result.ok) say(errors[result.error.code]);
  return result.ok;
}
