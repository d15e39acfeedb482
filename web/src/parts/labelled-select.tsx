/**
 * Ant Design's select with the two things it leaves out for those who listen: its list has no name, and
 * a virtual list holds only three options at a time. Our lists are short enough to be drawn whole.
 */
import { Select } from 'antd';
import type { SelectProps } from 'antd';
import { useEffect, useRef } from 'react';
import type { ReactElement, ReactNode } from 'react';

type Props = SelectProps & { label: string };

export function LabelledSelect({ label, ...given }: Props): ReactElement {
  return (
    <Select
      {...given}
      aria-label={label}
      virtual={false}
      popupRender={(menu) => <NamedList label={label}>{menu}</NamedList>}
    />
  );
}

/** No property reaches the list, so it is named where it stands, at every drawing. */
function NamedList({ label, children }: { label: string; children: ReactNode }): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    place.current?.querySelector('[role=listbox]')?.setAttribute('aria-label', label);
  });
  return <div ref={place}>{children}</div>;
}
