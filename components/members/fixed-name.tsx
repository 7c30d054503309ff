import { memberIdOf } from '@/lib/client/state/chat-state';
import { useChat } from '@/lib/client/use-chat';
import { VerifiedMark } from './verified-mark';

/** The member's name as given by the site that vouches for them; it cannot be changed here. Empty until a node has said it. */
export function FixedName() {
  const name = useChat((state) => state.name);
  const id = useChat(memberIdOf);
  return (
    <p className="flex h-11 items-center gap-1.5 pb-1 pl-4 text-small text-soft touch:h-13">
      {name !== null && (
        <>
          <span dir="auto" className="truncate">
            {name}
          </span>
          <VerifiedMark memberId={id} />
        </>
      )}
    </p>
  );
}
