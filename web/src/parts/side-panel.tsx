/** What is asked or shown beside the page. It is open for as long as it is drawn; Esc closes it. */
import { Drawer } from 'antd';
import { useEffect, useState } from 'react';
import type { ReactElement, ReactNode } from 'react';

/** A form, or tables beside each other. */
const WIDTH = { form: 560, tables: 720 };

interface Props {
  title: string;
  width: keyof typeof WIDTH;
  onClose: () => void;
  children: ReactNode;
}

export function SidePanel({ title, width, onClose, children }: Props): ReactElement {
  useFocusBack();
  return (
    <Drawer open title={title} size={WIDTH[width]} onClose={onClose}>
      {children}
    </Drawer>
  );
}

/** Whoever works with the keyboard goes on where the panel was opened, or at the page if that is gone. */
function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const isThere = opener instanceof HTMLElement && opener.isConnected;
      (isThere ? opener : document.querySelector('main'))?.focus();
    },
    [opener],
  );
}
