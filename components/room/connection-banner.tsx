'use client';

import { SlowedLine } from '@/components/composer/slowed-line';
import { useTexts } from '@/components/page/preferences-provider';
import { TROUBLE_SHOWN_AFTER_MS } from '@/components/page/use-settled-status';
import { Button } from '@/components/ui/button';
import { useHasLasted } from '@/components/ui/use-has-lasted';
import { troubleOf, troubleSince } from '@/lib/client/state/trouble';
import { useChat } from '@/lib/client/use-chat';

/** One quiet line when there is something to say about the connection. */
export function ConnectionBanner() {
  const texts = useTexts();
  const kind = useChat(troubleOf);
  const since = useChat(troubleSince);
  const hasLasted = useHasLasted(since, TROUBLE_SHOWN_AFTER_MS);
  const isOutdated = kind === 'outdated';
  return (
    <div role="status" className="text-small text-soft">
      {kind === null && <SlowedLine />}
      {kind !== null && (isOutdated || hasLasted) && (
        <p className="appear flex items-center gap-2 px-4 pb-2 short:pointer-events-auto short:w-fit short:rounded-lg short:bg-paper short:py-0.5">
          <span>{texts.banners[kind]}</span>
          {isOutdated && (
            <Button look="text" className="text-accent" onClick={() => location.reload()}>
              {texts.reload}
            </Button>
          )}
        </p>
      )}
    </div>
  );
}
