import type { Logger } from 'pino';
import { withDeadline } from '@/lib/server/config/deadline';
import { type Avatars, avatarUrlOf } from './avatars';

/** How long a picture is kept after the member's last visit: as long as marks, and a guest's identity. */
const KEEP_MS = 365 * 24 * 60 * 60 * 1_000;
/** How long a connection waits for its picture to be stored: a page gives an attempt two seconds. */
const NOTE_DEADLINE_MS = 1_000;

export interface MemberAvatarsOptions {
  readonly store: Avatars;
  /** Where pages load pictures from; if empty, none are stored. */
  readonly origins: readonly string[];
  readonly logger: Pick<Logger, 'info'>;
}

export interface MemberAvatars {
  /**
   * Called when a member has come with this claim in their token: it becomes their picture, or they have none. Settles once
   * others may ask for it, and never rejects: a picture that could not be stored comes with the next token.
   */
  note(memberId: string, claim: unknown): Promise<void>;
}

export function createMemberAvatars({ store, origins, logger }: MemberAvatarsOptions): MemberAvatars {
  return {
    note: async (memberId, claim) => {
      if (origins.length === 0) return;
      const url = avatarUrlOf(claim, origins);
      // An operator who sets up the site looks here first. Many sites send an empty claim for members without a picture.
      if (url === null && claim !== undefined && claim !== null && claim !== '')
        logger.info({ memberId }, 'refused an avatar that is not from AVATAR_ORIGINS');
      const stored = url === null ? store.remove(memberId) : store.set(memberId, url, KEEP_MS);
      await withDeadline(stored, NOTE_DEADLINE_MS).catch(leftToNextToken);
    },
  };
}

const leftToNextToken = () => {};
