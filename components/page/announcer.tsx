'use client';

import { useEffect, useRef, useState } from 'react';
import { Sentence } from '@/components/ui/sentence';
import { type Moderated, START } from '@/lib/chat/entry';
import { messagesAfter, type Timeline, topNumberOf, topOf } from '@/lib/chat/timeline/timeline';
import { memberIdOf } from '@/lib/client/state/chat-state';
import { isolated } from '@/lib/client/texts/isolated';
import type { Texts } from '@/lib/client/texts/texts';
import { useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';

/** Messages within this time are summed up. */
const BURST_MS = 1_000;

/**
 * Reads out what is added at the end of the conversation. The message area itself stays silent: it is virtual, so scrolling
 * adds to it too, and nobody wants history read to them.
 */
export function Announcer() {
  const texts = useTexts();
  const timeline = useChat((state) => state.timeline);
  const selfId = useChat(memberIdOf);
  const latest = useRef(timeline);
  const heard = useRef(timeline);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const [news, setNews] = useState({ text: '', count: 0 });

  useEffect(() => {
    latest.current = timeline;
    timer.current ??= setTimeout(() => {
      timer.current = null;
      const text = newsSince(heard.current, latest.current, selfId, texts);
      if (text !== null) setNews(({ count }) => ({ text, count: count + 1 }));
      heard.current = latest.current;
    }, BURST_MS);
  }, [timeline, selfId, texts]);

  return (
    <p aria-live="polite" className="sr-only">
      {/* A new element each time: a text that becomes the same again is no change, and would not be read out. */}
      <span key={news.count}>
        <Sentence>{news.text}</Sentence>
      </span>
    </p>
  );
}

function newsSince(heard: Timeline, timeline: Timeline, selfId: string, texts: Texts): string | null {
  // The first message of a room begins its history: nothing in it has been read out.
  if (heard.epoch !== timeline.epoch && heard.epoch !== START.epoch) return null;
  const messages = messagesAfter(timeline, topNumberOf(heard)).filter(
    (message) => message.author.id !== selfId && !message.isDeleted,
  );
  const [only] = messages;
  if (only)
    return messages.length === 1
      ? `${isolated(only.author.name)}: ${only.text}`
      : texts.newCount(messages.length);
  const done = actionsAfter(timeline, topOf(heard)).at(-1);
  if (done) return texts.moderation.action(done.action);
  const notice = timeline.notices.at(-1);
  return notice && notice !== heard.notices.at(-1) ? texts.notice(notice) : null;
}

const actionsAfter = ({ from, entries }: Timeline, seq: number): readonly Moderated[] =>
  entries.slice(Math.max(0, seq + 1 - from)).filter((entry) => entry.kind === 'moderated');
