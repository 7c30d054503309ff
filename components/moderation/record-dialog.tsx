'use client';

import { useCallback, useEffect, useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { useTimes } from '@/components/page/use-times';
import { Button } from '@/components/ui/button';
import { Modal } from '@/components/ui/popups/modal';
import { Sentence } from '@/components/ui/sentence';
import type { Result } from '@/lib/chat/errors';
import type { BanOnRecord, ModerationRecord } from '@/lib/chat/moderation';
import { roomActions } from '@/lib/client/use-chat';
import { moderate } from './moderate';

interface RecordDialogProps {
  readonly roomId: string;
  readonly onClose: () => void;
}

/** Who is muted and banned, and all moderation actions. */
export function RecordDialog({ roomId, onClose }: RecordDialogProps) {
  const texts = useTexts();
  const [answer, setAnswer] = useState<Result<ModerationRecord> | null>(null);
  const read = useCallback(() => roomActions.readRecord(roomId).then(setAnswer), [roomId]);
  useEffect(() => void read(), [read]);
  const undo = async (kind: 'unmute' | 'unban', member: string) => {
    await moderate(roomId, { kind, member }, texts);
    await read();
  };
  return (
    <Modal title={texts.moderation.record} closeLabel={texts.close} isOpen onClose={onClose}>
      <div className="flex min-h-40 flex-col gap-5 overflow-y-auto px-5 pb-5">
        {answer === null && <p className="text-soft">{texts.moderation.readingRecord}</p>}
        {answer?.ok === false && <p className="text-danger">{texts.errors[answer.error.code]}</p>}
        {answer?.ok && <Contents record={answer.data} onUndo={undo} />}
      </div>
    </Modal>
  );
}

interface ContentsProps {
  readonly record: ModerationRecord;
  readonly onUndo: (kind: 'unmute' | 'unban', member: string) => Promise<void>;
}

function Contents({ record: { muted, banned, actions }, onUndo }: ContentsProps) {
  const { moderation } = useTexts();
  return (
    <>
      <Restrictions
        title={moderation.muted}
        none={moderation.nobodyMuted}
        list={muted}
        undo={{ label: moderation.unmute, labelFor: moderation.unmuteMember }}
        onUndo={(id) => void onUndo('unmute', id)}
      />
      <Restrictions
        title={moderation.banned}
        none={moderation.nobodyBanned}
        list={banned}
        undo={{ label: moderation.unban, labelFor: moderation.unbanMember }}
        onUndo={(id) => void onUndo('unban', id)}
      />
      <Actions actions={actions} />
    </>
  );
}

interface RestrictionsProps {
  readonly title: string;
  readonly none: string;
  readonly list: readonly BanOnRecord[];
  readonly undo: { readonly label: string; readonly labelFor: (name: string) => string };
  readonly onUndo: (memberId: string) => void;
}

function Restrictions({ title, none, list, undo, onUndo }: RestrictionsProps) {
  const { moderation } = useTexts();
  const times = useTimes();
  const endOf = ({ until }: BanOnRecord) =>
    until === undefined ? moderation.forGood : moderation.until(times.moment(until));
  return (
    <section>
      <h3 className="pb-1 font-semibold text-small">{title}</h3>
      {list.length === 0 && <p className="text-small text-soft">{none}</p>}
      <ul>
        {list.map((restriction) => (
          <li key={restriction.member.id} className="flex items-center justify-between gap-3 py-1">
            <span className="min-w-0">
              <span dir="auto" className="block truncate">
                {restriction.member.name}
              </span>
              <span className="block text-small text-soft">
                <Sentence>{`${endOf(restriction)} · ${moderation.restrictedBy(restriction.by.name)}`}</Sentence>
              </span>
              <Reach ban={restriction} />
            </span>
            <Button
              look="quiet"
              aria-label={undo.labelFor(restriction.member.name)}
              onClick={() => onUndo(restriction.member.id)}
            >
              {undo.label}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** For a ban that includes the address: says so, and who else it keeps out. */
function Reach({ ban: { withAddress, others = [] } }: { readonly ban: BanOnRecord }) {
  const { moderation } = useTexts();
  if (!withAddress) return null;
  return (
    <>
      <span className="block text-small text-soft">{moderation.isWithAddress}</span>
      {others.length > 0 && (
        <span className="wrap-anywhere block text-small text-danger">
          <Sentence>{moderation.alsoKeptOut(others.map(({ name }) => name))}</Sentence>
        </span>
      )}
    </>
  );
}

function Actions({ actions }: Pick<ModerationRecord, 'actions'>) {
  const { moderation } = useTexts();
  const times = useTimes();
  return (
    <section>
      <h3 className="pb-1 font-semibold text-small">{moderation.actions}</h3>
      {actions.length === 0 && <p className="text-small text-soft">{moderation.noActions}</p>}
      <ol className="flex flex-col gap-1">
        {actions.map((action) => (
          <li
            key={`${action.at}:${action.kind}:${action.member?.id}`}
            className="flex justify-between gap-3 overflow-clip text-small"
          >
            <span className="wrap-anywhere">
              <Sentence>{moderation.action(action)}</Sentence>
            </span>
            <time dateTime={new Date(action.at).toISOString()} className="shrink-0 text-soft tabular-nums">
              {times.moment(action.at)}
            </time>
          </li>
        ))}
      </ol>
    </section>
  );
}
