import { AVATAR_PATH } from '@/lib/chat/avatar';
import { isVerified } from '@/lib/chat/verified';

/**
 * Where to ask for the picture of a member; `undefined` where nobody is to be asked: no site vouches for the member, or
 * the node has put into the page that there are none.
 */
export const avatarAddressOf = (memberId: string): string | undefined =>
  isVerified(memberId) && 'avatars' in document.documentElement.dataset ? AVATAR_PATH + memberId : undefined;
