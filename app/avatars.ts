import { headers } from 'next/headers';
import { AVATARS_HEADER } from '@/lib/chat/avatar';

/** Has the node pictures of members to ask for? */
export const readHasAvatars = async (): Promise<boolean> => (await headers()).has(AVATARS_HEADER);
