import { headers } from 'next/headers';
import { AVATARS_HEADER } from '@/lib/chat/avatar';

/** Whether the node has pictures of members. */
export const readHasAvatars = async (): Promise<boolean> => (await headers()).has(AVATARS_HEADER);
