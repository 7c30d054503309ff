import { Hash, Lock } from 'lucide-react';
import { MemberAvatar } from '@/components/members/member-avatar';
import { otherOf, type RoomInfo } from '@/lib/chat/room';

interface RoomIconProps {
  readonly room: Pick<RoomInfo, 'kind' | 'members'>;
  readonly selfId: string;
}

/** Shows at a glance whether a room is open, private or a direct message. */
export function RoomIcon({ room, selfId }: RoomIconProps) {
  const other = otherOf(room, selfId);
  if (room.kind === 'direct' && other) return <MemberAvatar id={other.id} name={other.name} size="tiny" />;
  const Icon = room.kind === 'private' ? Lock : Hash;
  return <Icon size={16} aria-hidden className="mx-0.5 shrink-0 opacity-70" />;
}
