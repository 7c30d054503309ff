import type { ModerationAction } from '@/lib/chat/moderation';

/** An action in the form in which it was stored before version 3 of the protocol. */
export type EarlierAction = Omit<ModerationAction, 'kind'> & {
  readonly kind: ModerationAction['kind'] | 'kick';
};

export const actionOf = ({ kind, ...action }: EarlierAction): ModerationAction => ({
  kind: kind === 'kick' ? 'remove' : kind,
  ...action,
});
