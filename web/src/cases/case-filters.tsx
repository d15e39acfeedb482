/** What the list shows, kept in the address so that it can be sent and gone back to. */
import { Button, Checkbox, Input, Segmented } from 'antd';
import type { ReactElement } from 'react';
import { useSearchParams } from 'react-router';
import type { CaseFilter } from '../api/queries';
import { useLanguage } from '../language/language';
import { SOON_DAYS } from '../parts/due-tag';
import { LabelledSelect } from '../parts/labelled-select';
import { useSurroundings } from '../session/frame';

/** Names in the address; each is missing while it does not narrow the list. */
const WHEN = 'han';
const STATE = 'buoc';
const REFERENCE = 'so';
const MINE = 'cua-toi';

const BY_WHEN: Record<string, CaseFilter> = {
  'dang-mo': { open: 'true' },
  'sap-het': { dueWithinDays: SOON_DAYS },
  'qua-han': { overdue: 'true' },
};

interface Address {
  get: (name: string) => string;
  set: (name: string, value: string) => void;
  clear: () => void;
}

function useAddress(): Address {
  const [params, setParams] = useSearchParams();
  return {
    get: (name) => params.get(name) ?? '',
    set: (name, value) => {
      const next = new URLSearchParams(params);
      if (value === '') next.delete(name);
      else next.set(name, value);
      setParams(next, { replace: true });
    },
    clear: () => {
      setParams({}, { replace: true });
    },
  };
}

/** The filter the address asks for. */
export function useCaseFilter(): CaseFilter {
  const { get } = useAddress();
  const { session } = useSurroundings();
  return {
    ...BY_WHEN[get(WHEN)],
    ...(get(STATE) === '' ? {} : { state: get(STATE) }),
    ...(get(REFERENCE) === '' ? {} : { reference: get(REFERENCE) }),
    ...(get(MINE) === '' ? {} : { assigneeId: session.officer.officerId }),
  };
}

export function CaseFilters(): ReactElement {
  const { say } = useLanguage();
  const address = useAddress();
  return (
    <div className="filters" role="search">
      <WhenFilter address={address} />
      <StateFilter address={address} />
      <Input.Search
        className="filter"
        allowClear
        key={address.get(REFERENCE)}
        defaultValue={address.get(REFERENCE)}
        aria-label={say('Tìm theo số hồ sơ', 'Search by reference')}
        placeholder={say('Số hồ sơ', 'Reference')}
        onSearch={(text) => {
          address.set(REFERENCE, text.trim());
        }}
      />
      <Checkbox
        checked={address.get(MINE) !== ''}
        onChange={({ target }) => {
          address.set(MINE, target.checked ? '1' : '');
        }}
      >
        {say('Giao cho tôi', 'Assigned to me')}
      </Checkbox>
      <Button type="link" onClick={address.clear}>
        {say('Bỏ lọc', 'Clear filters')}
      </Button>
    </div>
  );
}

function WhenFilter({ address }: { address: Address }): ReactElement {
  const { say } = useLanguage();
  const soon = String(SOON_DAYS);
  return (
    <Segmented
      aria-label={say('Lọc theo thời hạn', 'Filter by deadline')}
      value={address.get(WHEN)}
      onChange={(value) => {
        address.set(WHEN, value);
      }}
      options={[
        { value: '', label: say('Tất cả', 'All') },
        { value: 'dang-mo', label: say('Đang giải quyết', 'Open') },
        { value: 'sap-het', label: say(`Hạn trong ${soon} ngày`, `Due in ${soon} days`) },
        { value: 'qua-han', label: say('Quá hạn', 'Overdue') },
      ]}
    />
  );
}

function StateFilter({ address }: { address: Address }): ReactElement {
  const { say, tell } = useLanguage();
  const { lifecycle } = useSurroundings();
  const states = lifecycle.kinds.flatMap((kind) => kind.states);
  return (
    <LabelledSelect
      className="filter"
      allowClear
      label={say('Lọc theo bước', 'Filter by state')}
      placeholder={say('Mọi bước', 'Any state')}
      value={address.get(STATE) === '' ? undefined : address.get(STATE)}
      onChange={(value: string | undefined) => {
        address.set(STATE, value ?? '');
      }}
      options={states.map(({ state, label }) => ({ value: state, label: tell(label) }))}
    />
  );
}
