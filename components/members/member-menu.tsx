import { late } from '@/components/ui/late';
import type { Member } from '@/lib/chat/member';
import { useHasMemberActions } from './use-member-actions';

const MemberActions = late(() => import('./member-actions').then((module) => module.MemberActions));

/** What a moderator may do with a member; empty for everybody else. */
export const MemberMenu = ({ member }: { readonly member: Member }) =>
  useHasMemberActions(member) && <MemberActions member={member} />;
