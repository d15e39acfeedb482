/**
 * The commands the server allows this officer on this case, in its order: a button each, where there is a
 * form to fill in. Nothing here knows which command is right when.
 */
import { Button } from 'antd';
import { useState } from 'react';
import type { ReactElement } from 'react';
import type { CaseView } from '../api/client';
import { useLanguage } from '../language/language';
import { transitionOf } from '../language/lifecycle-words';
import { useSurroundings } from '../session/frame';
import { CommandDrawer } from './command-drawer';

export function CommandBar({ view }: { view: CaseView }): ReactElement {
  const { say, tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const [open, setOpen] = useState<string>();
  const offered = view.allowedCommands.filter((command) => command in lifecycle.forms);
  return (
    <section className="commands" aria-label={say('Thao tác', 'Commands')}>
      {offered.length === 0 && (
        <p className="secondary">
          {say(
            'Vai trò của bạn không có thao tác nào ở bước này.',
            'Your role has nothing to do at this step.',
          )}
        </p>
      )}
      {offered.map((command) => {
        const row = transitionOf(lifecycle, command);
        // A command that moves the case on stands out from one that only adds to it.
        const look = row?.to === 'same' ? {} : ({ color: 'primary', variant: 'outlined' } as const);
        return (
          <Button
            key={command}
            {...look}
            onClick={() => {
              setOpen(command);
            }}
          >
            {row ? tell(row.label) : command}
          </Button>
        );
      })}
      {open !== undefined && (
        <CommandDrawer
          view={view}
          command={open}
          onClose={() => {
            setOpen(undefined);
          }}
        />
      )}
    </section>
  );
}
