import type { FindLinks } from '@/lib/chat/text/links';
import { lateScript } from '@/lib/client/environment/late-script';

/** Reading messages comes first: the script that finds links loads later, and until then there are none. */
export const lateLinks = lateScript(() => import('@/lib/chat/text/links').then((module) => module.linksIn));

const findNone: FindLinks = () => [];

export const linkFinder = (): FindLinks => lateLinks.loaded() ?? findNone;
