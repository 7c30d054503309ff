'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field-error';
import { Form } from '@/components/ui/form';
import { LabelledField } from '@/components/ui/labelled-field';
import { Modal } from '@/components/ui/popups/modal';
import { setAdminToken, useChat } from '@/lib/client/use-chat';
import { useTexts } from './preferences-provider';

interface AdminTokenProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Takes the token of an administrator. */
export function AdminToken({ isOpen, onClose }: AdminTokenProps) {
  const texts = useTexts();
  const isAdmin = useChat((state) => state.session?.isAdmin ?? false);
  return (
    <Modal title={texts.moderation.adminToken} closeLabel={texts.close} isOpen={isOpen} onClose={onClose}>
      <div className="px-5 pb-5">{isAdmin ? <Taken /> : <TokenForm />}</div>
    </Modal>
  );
}

function Taken() {
  const texts = useTexts();
  return (
    <div className="flex items-center justify-between gap-4">
      <p role="status">{texts.moderation.isAdmin}</p>
      <Button look="quiet" onClick={() => setAdminToken(null)}>
        {texts.moderation.forgetToken}
      </Button>
    </div>
  );
}

function TokenForm() {
  const texts = useTexts();
  const [token, setToken] = useState('');
  const isRefused = useChat((state) => state.isTokenRefused);
  const submit = () => {
    if (token.trim() !== '') setAdminToken(token.trim());
  };
  return (
    <Form onSubmit={submit} className="flex flex-col gap-4">
      <LabelledField
        label={texts.moderation.adminToken}
        value={token}
        onText={setToken}
        errorId={isRefused ? 'admin-token-error' : null}
        isSecret
      />
      <div className="flex items-center justify-between gap-4">
        <FieldError id="admin-token-error">{isRefused ? texts.moderation.tokenRefused : null}</FieldError>
        <Button look="primary" type="submit" className="ml-auto">
          {texts.moderation.setAdminToken}
        </Button>
      </div>
    </Form>
  );
}
