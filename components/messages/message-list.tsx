'use client';

import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import { Virtualizer } from 'virtua';
import { useTexts } from '@/components/page/preferences-provider';
import { usePageVisible } from '@/components/ui/use-page-visible';
import { attend } from '@/lib/client/use-chat';
import { FirstUnreadPill } from './first-unread-pill';
import { HistoryProgress } from './history-progress';
import { NewMessagesPill } from './new-messages-pill';
import { RowView } from './row-view';
import { StayHere } from './stay-here';
import { useEndAnchor } from './use-end-anchor';
import { useFirstUnread } from './use-first-unread';
import { useRows } from './use-rows';
import { useSeen } from './use-seen';

/** Rows are measured before they come into view, or paging up would show how wrong the estimate was. */
const MEASURED_AHEAD_PX = 1_000;

export interface MessageListHandle {
  readonly toEnd: () => void;
}

/**
 * The conversation. Only what is in view is in the document: a busy room brings more in an hour than a browser can lay out.
 * `overflow-anchor` is off because virtua keeps the scroll position itself.
 */
export function MessageList({ ref }: { readonly ref: Ref<MessageListHandle> }) {
  const texts = useTexts();
  const area = useRef<HTMLDivElement>(null);
  const { rows, isPrepended } = useRows();
  const anchor = useEndAnchor(area, { rows, isPrepended });
  const { list, isAtEnd, toEnd, onResize } = anchor;
  useImperativeHandle(ref, () => ({ toEnd }), [toEnd]);
  const isVisible = usePageVisible();
  const unread = useFirstUnread(rows, anchor, isVisible);
  const lookWhatIsSeen = useSeen(list, rows, isVisible && !isAtEnd);
  const onScroll = (offset: number) => {
    anchor.onScroll(offset);
    unread.look();
    lookWhatIsSeen();
  };
  useEffect(() => attend(isAtEnd && isVisible), [isAtEnd, isVisible]);
  return (
    <div className="relative min-h-0 flex-1 short:min-h-16">
      <HistoryProgress />
      {unread.count > 0 && (
        <FirstUnreadPill count={unread.count} first={unread.first} onClick={unread.jump} />
      )}
      <div
        ref={area}
        role="log"
        aria-live="off"
        aria-label={texts.messages}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable from the keyboard.
        tabIndex={0}
        {...anchor.settingOut}
        className="h-full overflow-y-auto overscroll-contain short:overscroll-auto [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
      >
        <div className="flex min-h-full flex-col">
          <div className="grow" />
          {rows.length > 0 && (
            <StayHere value={anchor.stayHere}>
              <Virtualizer
                ref={list}
                scrollRef={area}
                data={rows}
                shift={isPrepended}
                bufferSize={MEASURED_AHEAD_PX}
                onScroll={onScroll}
                onResize={onResize}
              >
                {(row) => <RowView key={row.key} row={row} />}
              </Virtualizer>
            </StayHere>
          )}
        </div>
      </div>
      {!isAtEnd && <NewMessagesPill onClick={toEnd} />}
    </div>
  );
}
