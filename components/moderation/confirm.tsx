'use client';

import { useState } from 'react';
import { useTexts } from '@/components/page/preferences-provider';
import { Button } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field-error';
import { Modal } from '@/components/ui/popups/modal';
import { Sentence } from '@/components/ui/sentence';
import type { ErrorCode } from '@/lib/chat/errors';

interface ConfirmProps {
  readonly title: string;
  readonly hint: string;
  /** What the button says it does. */
  readonly label: string;
  /** Resolves with why it could not be done, or `null` on success. */
  readonly act: () => Promise<ErrorCode | null>;
  readonly onClose: () => void;
}

/** Asks before something that cannot easily be undone. */
export function Confirm({ title, hint, label, act, onClose }: ConfirmProps) {
  const texts = useTexts();
  const [error, setError] = useState<ErrorCode | null>(null);
  const confirm = async () => {
    const code = await act();
    if (code === null) onClose();
    else setError(code);
  };
  return (
    <Modal title={<Sentence>{title}</Sentence>} closeLabel={texts.close} isOpen onClose={onClose}>
      <div className="flex flex-col gap-4 px-5 pb-5">
        <p className="wrap-anywhere keep-in-lines text-soft">
          <Sentence>{hint}</Sentence>
        </p>
        <div className="flex items-center justify-end gap-2">
          <FieldError id="confirm-error">{error && texts.errors[error]}</FieldError>
          <Button look="quiet" onClick={onClose}>
            {texts.cancel}
          </Button>
          <Button look="primary" onClick={() => void confirm()}>
            {label}
          </Button>
        </div>
      </div>
    </Modal>
  );
}
