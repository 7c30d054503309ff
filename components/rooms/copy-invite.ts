import { lateScript } from '@/lib/client/environment/late-script';
import { inviteLink } from '@/lib/client/rooms/room-address';
import type { Texts } from '@/lib/client/texts/texts';

/** There by the time somebody copies: a browser lets a page do so for a moment after a press. */
const clipboard = lateScript(() => import('copy-to-clipboard').then((module) => module.default));

/** Answers whether the invite link of a room is in the clipboard now. */
export async function copyInvite(roomId: string, invite: string, { copyByHand }: Texts): Promise<boolean> {
  const copyToClipboard = clipboard.loaded() ?? (await clipboard.load());
  return copyToClipboard(inviteLink(location.origin, roomId, invite), {
    fallbackToPrompt: true,
    message: copyByHand,
  });
}
