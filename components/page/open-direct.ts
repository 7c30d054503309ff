import { say } from '@/components/ui/toasts';
import type { Texts } from '@/lib/client/texts/texts';
import { roomActions } from '@/lib/client/use-chat';
import { goTo } from './room-path';

/** Opens a direct message with a member, or says why there cannot be one. */
export async function openDirect(memberId: string, { errors }: Texts): Promise<void> {
  const result = await roomActions.openDirect(memberId);
  if (result.ok) goTo(result.data.room.id);
  else say(errors[result.error.code]);
}
