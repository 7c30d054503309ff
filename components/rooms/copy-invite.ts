import { lateScript } from '@/lib/client/environment/late-script';
import { inviteLink } from '@/lib/client/rooms/room-address';
import type { Texts } from '@/lib/client/texts/texts';

/** Loaded ahead: a browser allows copying only for a moment after a press. */
const clipboard = lateScript(() => import('copy-to-clipboard').then((module) => module.default));

/** Copies the invite link of a room to the clipboard. Returns whether that worked. */
export async function copyInvite(roomId: string, invite: string, { copyByHand }: Texts): Promise<boolean> {
  const copyToClipboard = clipboard.loaded() ?? (await clipboard.load());
  return copyToClipboard(inviteLink(location.origin, roomId, invite), {
    fallbackToPrompt: true,
    message: copyByHand,
  });
}
