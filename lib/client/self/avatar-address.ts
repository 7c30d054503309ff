import { AVATAR_PATH } from '@/lib/chat/avatar';
import { isVerified } from '@/lib/chat/verified';

/**
 * Where to fetch the picture of a member; `undefined` if no site vouches for the member, or if the node wrote into the page
 * that there are no pictures.
 */
export const avatarAddressOf = (memberId: string): string | undefined =>
  isVerified(memberId) && 'avatars' in document.documentElement.dataset ? AVATAR_PATH + memberId : undefined;
