'use client';

import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { moderate } from '@/components/moderation/moderate';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { late } from '@/components/ui/late';
import { ActionMenu } from '@/components/ui/popups/action-menu';
import type { Action } from '@/components/ui/popups/menu-popup';
import type { Member } from '@/lib/chat/member';
import type { Texts } from '@/lib/client/texts/texts';
import { useChat } from '@/lib/client/use-chat';
import { useMemberActions } from './use-member-actions';

const Restrict = late(() => import('@/components/moderation/restrict').then((module) => module.Restrict));
const HandOver = late(() => import('@/components/moderation/hand-over').then((module) => module.HandOver));

type Asking = 'mute' | 'ban' | 'hand_over';

/** The menu of what a moderator may do with a member. */
export function MemberActions({ member }: { readonly member: Member }) {
  const texts = useTexts();
  const roomId = useChat((state) => state.roomId);
  const kinds = useMemberActions(member);
  const [asking, setAsking] = useState<Asking | null>(null);
  if (kinds.length === 0) return null;
  const label = texts.moderation.actionsFor(member.name);
  const close = () => setAsking(null);
  const actions = kinds.map((kind) =>
    actionOf(kind, texts, {
      ask: setAsking,
      act: (now) => void moderate(roomId, { kind: now, member: member.id }, texts),
    }),
  );
  return (
    <>
      <ActionMenu
        label={label}
        actions={actions}
        trigger={
          <Button look="smallIcon" aria-label={label}>
            <Ellipsis size={16} aria-hidden />
          </Button>
        }
      />
      {(asking === 'mute' || asking === 'ban') && <Restrict kind={asking} member={member} onClose={close} />}
      {asking === 'hand_over' && <HandOver member={member} onClose={close} />}
    </>
  );
}

interface Ways {
  readonly ask: (what: Asking) => void;
  readonly act: (kind: 'promote' | 'demote' | 'remove') => void;
}

function actionOf(
  kind: ReturnType<typeof useMemberActions>[number],
  { moderation }: Texts,
  { ask, act }: Ways,
): Action {
  switch (kind) {
    case 'promote':
    case 'demote':
      return { label: moderation[kind], act: () => act(kind) };
    case 'hand_over':
      return { label: `${moderation.handOver}…`, act: () => ask(kind) };
    case 'mute':
      return { label: `${moderation.mute}…`, act: () => ask(kind) };
    case 'remove':
      return { label: moderation.remove, act: () => act(kind), isGrave: true };
    case 'ban':
      return { label: `${moderation.ban}…`, act: () => ask(kind), isGrave: true };
  }
}
