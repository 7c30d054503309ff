import type { ComponentProps } from 'react';

interface FormProps extends Omit<ComponentProps<'form'>, 'onSubmit' | 'method' | 'action'> {
  readonly onSubmit: () => unknown;
}

/**
 * A form that only scripts submit. One that the server has rendered may be sent before they run, and would take the person
 * to another page, without what they typed: with this method a browser does nothing, outside a `<dialog>`.
 */
export function Form({ onSubmit, ...props }: FormProps) {
  return (
    <form
      noValidate
      method="dialog"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
      {...props}
    />
  );
}
