import { useTexts } from '@/components/page/preferences-provider';
import { goTo } from '@/components/page/room-path';
import { Button } from '@/components/ui/button';
import { LOBBY } from '@/lib/chat/protocol';
import { Unsent } from './unsent';

/** Replaces a room that does not exist or is closed to the member: they cannot tell which. */
export function MissingRoom() {
  const texts = useTexts();
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center-safe overflow-y-auto gap-1 p-6 text-center">
      <p className="font-semibold text-title">{texts.roomMissing}</p>
      <p className="pb-3 text-soft">{texts.roomMissingHint}</p>
      <Button look="quiet" onClick={() => goTo(LOBBY)}>
        {texts.backToRoom}
      </Button>
      <Unsent />
    </div>
  );
}
