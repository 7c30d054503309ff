import type { FindLinks } from '@/lib/chat/text/links';
import { lateScript } from '@/lib/client/environment/late-script';

/** Messages are first to be read: what finds the addresses in them comes after, and finds none until then. */
export const lateLinks = lateScript(() => import('@/lib/chat/text/links').then((module) => module.linksIn));

const findNone: FindLinks = () => [];

export const linkFinder = (): FindLinks => lateLinks.loaded() ?? findNone;
