import { Crown, Shield } from 'lucide-react';
import { useTexts } from '@/components/page/preferences-provider';
import { roleIn } from '@/lib/chat/moderation';
import { useChat } from '@/lib/client/use-chat';

/** Marks the owner and the moderators of a room. */
export function RoleMark({ id }: { readonly id: string }) {
  const texts = useTexts();
  const role = useChat(({ room }) => roleIn(room ?? {}, { id }));
  if (role === 'member') return null;
  const [Icon, label] =
    role === 'owner' ? [Crown, texts.moderation.owner] : [Shield, texts.moderation.moderator];
  return (
    <span title={label} className="shrink-0 text-soft">
      <Icon size={14} aria-hidden />
      <span className="sr-only">{label}</span>
    </span>
  );
}
