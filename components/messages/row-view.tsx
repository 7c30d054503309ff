import type { Row } from '@/lib/chat/timeline/rows';
import { DayDivider } from './day-divider';
import { MessageItem } from './message-item';
import { ModerationLine } from './moderation-line';
import { NewDivider } from './new-divider';
import { NoticeLine } from './notice-line';
import { RoomStart } from './room-start';

/** One row, in the column that all rows share. */
export function RowView({ row }: { readonly row: Row }) {
  return (
    <div className="px-4 lg:px-6">
      <div className="mx-auto max-w-talk">{contentOf(row)}</div>
    </div>
  );
}

function contentOf(row: Row) {
  switch (row.kind) {
    case 'start':
      return <RoomStart isTrimmed={row.isTrimmed} />;
    case 'day':
      return <DayDivider at={row.at} />;
    case 'new':
      return <NewDivider />;
    case 'notices':
      return <NoticeLine notices={row.notices} />;
    case 'moderated':
      return <ModerationLine action={row.action} />;
    case 'message':
      return <MessageItem message={row.message} author={row.author} hasHead={row.hasHead} />;
  }
}
