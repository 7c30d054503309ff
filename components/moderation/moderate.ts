import { say } from '@/components/ui/toasts';
import type { Moderation } from '@/lib/chat/moderation';
import type { Texts } from '@/lib/client/texts/texts';
import { roomActions } from '@/lib/client/use-chat';

/** Moderates without asking first. The room tells everybody of success; a refusal is shown here. */
export async function moderate(roomId: string, action: Moderation, { errors }: Texts): Promise<void> {
  const result = await roomActions.moderate(roomId, action);
  if (!result.ok) say(errors[result.error.code]);
}
