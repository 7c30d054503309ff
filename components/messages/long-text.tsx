'use client';

import { useContext, useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { MessageText } from './message-text';
import { StayHere } from './stay-here';

interface LongTextProps {
  /** The message's id. */
  readonly id: string;
  readonly text: string;
  readonly beginning: string;
}

/** Long messages that the reader has opened: they stay open when scrolled out of sight. */
const opened = new Set<string>();

/** Shows the beginning of a long message, and all of it on request. */
export function LongText({ id, text, beginning }: LongTextProps) {
  const texts = useTexts();
  const stayHere = useContext(StayHere);
  const [isOpen, setIsOpen] = useState(() => opened.has(id));
  const toggle = () => {
    stayHere();
    if (isOpen) opened.delete(id);
    else opened.add(id);
    setIsOpen(!isOpen);
  };
  return (
    <>
      <MessageText text={isOpen ? text : beginning} />
      {!isOpen && <span>…</span>}
      <Button look="text" aria-expanded={isOpen} className="text-accent text-small" onClick={toggle}>
        {isOpen ? texts.showLess : texts.showMore}
      </Button>
    </>
  );
}
