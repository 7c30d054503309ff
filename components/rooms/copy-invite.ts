import { inviteLink } from '@/lib/client/rooms/room-address';
import type { Texts } from '@/lib/client/texts/texts';

/** Answers whether the invite link of a room is in the clipboard now. */
export async function copyInvite(roomId: string, invite: string, { copyByHand }: Texts): Promise<boolean> {
  const { default: copyToClipboard } = await import('copy-to-clipboard');
  return copyToClipboard(inviteLink(location.origin, roomId, invite), {
    fallbackToPrompt: true,
    message: copyByHand,
  });
}
